// The report as one page that needs nothing else: no script, no font, no address.
import { formatInterval } from '../../../src/core/evaluate/report';
import { lineChart, resultFigure, type Series } from './charts';
import { escaped } from './escaped';
import type { Mistake, ReportedEpoch, RunReport } from './run-report';

/** @returns HTML. */
export function reportPage(report: RunReport): string {
  const { model, split, decision, evaluations } = report;
  const { truePositive, falseNegative, trueNegative, falsePositive, trivial } = decision;
  const percent = (share: number) => `${(100 * share).toFixed(2)} %`;
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(model.name)} ${escaped(model.version)}: run report</title>
<style>${style}</style>
<main>
<h1>${escaped(model.name)} ${escaped(model.version)}</h1>
<p>${escaped(model.description)}</p>
<p class="soft">A research and education tool, not a medical device.</p>

<h2>Training</h2>
<p>${report.epochs.length} epochs; ended: ${escaped(report.ended)}.</p>
<div class="charts">${curves(report.epochs).join('\n')}</div>
<details><summary>The curves as a table</summary>${epochTable(report.epochs)}</details>

<h2>Judged on ${escaped(split)}</h2>
${split === 'val' ? '<p class="warning">These pictures chose the epoch, the calibration and the thresholds: the figures are too good.</p>' : ''}
<div class="charts">
${resultFigure('Called what they are, at the attend threshold', [
  { name: 'malignant', right: truePositive, of: truePositive + falseNegative },
  { name: 'benign', right: trueNegative, of: trueNegative + falsePositive },
])}
<div>
${table([
  ['', 'flagged', 'not flagged'],
  ['malignant', String(truePositive), String(falseNegative)],
  ['benign', String(falsePositive), String(trueNegative)],
])}
<p>Right overall ${formatInterval(decision.accuracy)}. Always saying “${trivial.always}” would be right for ${percent(trivial.accuracy)}.</p>
<p>Balanced ${percent(decision.balancedAccuracy)}, where a rule that never looks has 50 %.</p>
<p>At this set’s ${percent(decision.prevalence)} malignant: a share of ${formatInterval(decision.ppv)} of the flagged is malignant, and ${formatInterval(decision.npv)} of the others is benign.</p>
</div>
${rocChart(report)}
${reliabilityChart(report)}
</div>
${table([
  ['set', 'n', 'malignant', 'AUROC', 'sensitivity', 'specificity', 'quiet misses', 'ECE'],
  ...evaluations.map((row) => [
    row.set,
    String(row.n),
    String(row.malignant),
    formatInterval(row.auroc),
    formatInterval(row.sensitivity),
    formatInterval(row.specificity),
    formatInterval(row.quietMissRate),
    row.ece.toFixed(3),
  ]),
])}

<h2>Worst mistakes</h2>
<h3>Malignant, and given the smallest probabilities</h3>
${mistakes(report.mistakes.filter(({ target }) => target === 'malignant'))}
<h3>Benign, and given the largest</h3>
${mistakes(report.mistakes.filter(({ target }) => target !== 'malignant'))}

<h2>How to make it again</h2>
${table([
  ['what', 'which'],
  ['model', model.hash],
  ['seed', String(report.seed)],
  ['pictures', report.data.hash],
  ['from', report.data.folders.join(', ')],
  ...Object.entries(report.data.counts).map(([of, counts]) => [
    of,
    Object.entries(counts)
      .map(([target, n]) => `${n} ${target}`)
      .join(', '),
  ]),
  ...Object.entries(report.environment),
  ['report made', report.madeAt],
])}
<details><summary>Config</summary><pre>${escaped(pretty(report.config))}</pre></details>
</main>
</html>
`;
}

// Loss, what is judged on val, and the learning rate: the paper's figures 5 and 6, and more.
function curves(epochs: readonly ReportedEpoch[]): string[] {
  const series = (name: string, style: Series['style'], valueOf: (e: ReportedEpoch) => number) => ({
    ...{ name, style },
    points: epochs.map((epoch) => [epoch.epoch, valueOf(epoch)] as const),
  });
  const metric = (name: string, key: string, style: Series['style']) =>
    series(name, style, ({ metrics }) => metrics[key] ?? NaN);
  return [
    lineChart({
      ...{ title: 'Loss', x: 'epoch', y: 'cross-entropy' },
      series: [metric('train', 'loss', 'first'), metric('val', 'valLoss', 'second')],
    }),
    lineChart({
      ...{ title: 'On val', x: 'epoch', y: 'share' },
      series: [metric('AUROC', 'valAuroc', 'first'), metric('accuracy', 'valAccuracy', 'second')],
    }),
    lineChart({
      ...{ title: 'Learning rate', x: 'epoch', y: 'rate' },
      series: [series('after the epoch', 'first', ({ learningRate }) => learningRate)],
    }),
  ];
}

function rocChart({ roc, evaluations }: RunReport): string {
  return lineChart({
    title: `ROC curve, area ${formatInterval(evaluations[0].auroc)}`,
    ...{ x: '1 − specificity', y: 'sensitivity', xRange: [0, 1], yRange: [0, 1] },
    series: [
      {
        name: 'chance',
        style: 'soft',
        points: [
          [0, 0],
          [1, 1],
        ],
      },
      {
        ...{ name: 'model', style: 'first' },
        points: roc.map((point) => [point.falsePositiveRate, point.truePositiveRate]),
      },
    ],
  });
}

function reliabilityChart({ reliability, evaluations }: RunReport): string {
  return lineChart({
    title: `Reliability, ECE ${evaluations[0].ece.toFixed(3)}`,
    ...{ x: 'probability given', y: 'share malignant', xRange: [0, 1], yRange: [0, 1] },
    series: [
      {
        name: 'perfect',
        style: 'soft',
        points: [
          [0, 0],
          [1, 1],
        ],
      },
      {
        ...{ name: 'model', style: 'first' },
        points: reliability.map((bin) => [bin.meanProbability, bin.malignantShare]),
      },
    ],
  });
}

function epochTable(epochs: readonly ReportedEpoch[]): string {
  const names = [...new Set(epochs.flatMap(({ metrics }) => Object.keys(metrics)))];
  return table([
    ['epoch', ...names, 'learning rate', 'seconds'],
    ...epochs.map(({ epoch, metrics, learningRate, seconds }) => [
      String(epoch),
      ...names.map((name) => metrics[name]?.toFixed(4) ?? ''),
      learningRate.toExponential(2),
      seconds.toFixed(0),
    ]),
  ]);
}

function mistakes(all: readonly Mistake[]): string {
  const items = all.map(({ file, diagnosis, probability, picture }) => {
    const image = picture
      ? `<img src="${picture}" alt="" width="144" height="144">`
      : '<p>not readable</p>';
    return `<li>${image}<p>${(100 * probability).toFixed(1)} %${diagnosis ? `, ${escaped(diagnosis)}` : ''}<br><code>${escaped(file)}</code></p></li>`;
  });
  return `<ul class="mistakes">${items.join('\n')}</ul>`;
}

// The first row is the header, the first cell of a row names it.
function table(rows: readonly (readonly string[])[]): string {
  const [header, ...body] = rows.map((row) => row.map(escaped));
  const head = header.map((cell) => `<th scope="col">${cell}</th>`).join('');
  const lines = body.map(
    ([name, ...cells]) =>
      `<tr><th scope="row">${name}</th>${cells.map((cell) => `<td${isNumber(cell) ? ' class="number"' : ''}>${cell}</td>`).join('')}</tr>`,
  );
  return `<div class="scroll"><table><thead><tr>${head}</tr></thead><tbody>${lines.join('\n')}</tbody></table></div>`;
}

function isNumber(cell: string): boolean {
  return /^[\d.,e[\] +-]+$/.test(cell);
}

function pretty(json: string): string {
  return JSON.stringify(JSON.parse(json), null, 2);
}

const style = `
:root { color-scheme: light dark; --ink: #1c1b1a; --paper: #faf8f5; --soft: #6b655e; --line: #ddd6cd; --one: #8a3b12; --two: #1f5f8b; --right: #c98a5f; }
@media (prefers-color-scheme: dark) { :root { --ink: #efeae4; --paper: #171513; --soft: #a39b92; --line: #3a3530; --one: #e79a6c; --two: #7db8e0; --right: #8a5a3a; } }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 62rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
h1, h2, h3 { line-height: 1.2; margin: 2rem 0 0.75rem; }
.soft, figcaption, summary { color: var(--soft); }
.warning { border-inline-start: 4px solid var(--one); padding-inline-start: 0.75rem; }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr)); gap: 1.5rem; align-items: start; }
figure { margin: 0; }
svg { width: 100%; height: auto; font-size: 12px; fill: var(--ink); }
.tick line { stroke: var(--line); }
.tick text, .axis { fill: var(--soft); }
.line { fill: none; stroke-width: 2; stroke-linejoin: round; }
.line.first { stroke: var(--one); } .line.second { stroke: var(--two); stroke-dasharray: 6 3; } .line.soft { stroke: var(--soft); stroke-dasharray: 2 3; }
.legend { margin: 0; display: flex; gap: 1rem; font-size: 0.875rem; }
.key::before { content: ''; display: inline-block; width: 1.5rem; margin-inline-end: 0.4rem; vertical-align: middle; border-top: 2px solid var(--one); }
.key.second::before { border-top: 2px dashed var(--two); } .key.soft::before { border-top: 2px dotted var(--soft); }
rect.all { fill: var(--line); } rect.right { fill: var(--right); } .count { font-weight: 600; }
.scroll { overflow-x: auto; margin-block: 1rem; }
table { border-collapse: collapse; font-size: 0.875rem; font-variant-numeric: tabular-nums; }
th, td { text-align: start; padding: 0.25rem 0.75rem 0.25rem 0; border-bottom: 1px solid var(--line); vertical-align: top; overflow-wrap: anywhere; min-width: 3rem; }
tbody th { font-weight: 400; }
thead th, .number { white-space: nowrap; }
.mistakes { list-style: none; padding: 0; display: grid; grid-template-columns: repeat(auto-fill, minmax(9rem, 1fr)); gap: 1rem; font-size: 0.8125rem; }
.mistakes p { margin: 0.25rem 0 0; overflow-wrap: anywhere; }
pre { overflow-x: auto; font-size: 0.8125rem; }
`;
