// The logs of finished runs as tables for RESULTS.md: a row for each arm of a study, its
// seeds together with their spread.
import { group, max, mean, median, min } from 'd3-array';
import {
  earlyStopping,
  type EarlyStoppingConfig,
} from '../../src/core/train/callbacks/early-stopping';
import { formatInterval } from '../../src/core/evaluate/report';
import type { RunLog, TestFigures } from './run-paper';
import type { StudyName } from './studies';

/** A figure over seeds: mean, and from which to which. */
function spread(values: readonly number[], digits = 3): string {
  const middle = mean(values)!.toFixed(digits);
  if (values.length === 1) return middle;
  return `${middle} (${min(values)!.toFixed(digits)} to ${max(values)!.toFixed(digits)})`;
}

/** A figure of the runs that did not diverge, over their seeds. */
function figure(of: (test: TestFigures) => number): (runs: readonly RunLog[]) => string {
  return (runs) => {
    const values = runs.flatMap(({ test }) => (test ? [of(test)] : []));
    return values.length > 0 ? spread(values) : NONE;
  };
}

const NONE = '–';

const columns: readonly (readonly [string, (runs: readonly RunLog[]) => string])[] = [
  ['arm', ([first]) => first.arm],
  ['runs', runsInWords],
  ['parameters', ([first]) => first.parameters?.toLocaleString('en') ?? NONE],
  [
    'epochs',
    (runs) =>
      spread(
        runs.map(({ epochs }) => epochs.length),
        0,
      ),
  ],
  ['rate', ([first]) => String(first.config.fit.learningRate)],
  ['loss, train', (runs) => lossOf(runs, 'loss')],
  ['loss, val', (runs) => lossOf(runs, 'valLoss')],
  // What the rates are chosen by; they differ in the fourth digit.
  ['smallest', smallestOf],
  ['AUROC, test', aurocOf],
  ['malignant right', figure(({ sensitivity }) => sensitivity.value)],
  ['benign right', figure(({ specificity }) => specificity.value)],
  ['balanced', figure(({ balancedAccuracy }) => balancedAccuracy)],
  ['accuracy', figure(({ accuracy }) => accuracy.value)],
  [
    'always benign',
    (runs) => runs.find(({ test }) => test)?.test?.trivial.accuracy.toFixed(3) ?? NONE,
  ],
  ['minutes', (runs) => spread(runs.map(minutesOf), 0)],
];

function runsInWords(runs: readonly RunLog[]): string {
  const diverged = runs.filter(({ test }) => !test).length;
  return diverged === 0 ? String(runs.length) : `${runs.length}, ${diverged} diverged`;
}

function lossOf(runs: readonly RunLog[], name: 'loss' | 'valLoss'): string {
  const kept = runs.filter(({ test }) => test);
  return kept.length > 0 ? spread(kept.map((run) => keptOf(run)[name])) : NONE;
}

function smallestOf(runs: readonly RunLog[]): string {
  const losses = runs.flatMap(({ epochs }) => min(epochs, ({ metrics }) => metrics.valLoss) ?? []);
  return losses.length > 0 ? spread(losses, 4) : NONE;
}

// Of one run there is no spread over seeds, but one over pictures.
function aurocOf(runs: readonly RunLog[]): string {
  const [{ test }] = runs;
  if (runs.length === 1 && test) return formatInterval(test.auroc);
  return figure(({ auroc }) => auroc.value)(runs);
}

/** A Markdown table of one study; null where no run of it is finished. */
export function studyTable(logs: readonly RunLog[], study: StudyName): string | null {
  const own = logs.filter((log) => log.study === study);
  if (own.length === 0) return null;
  const rows = [...group(own, ({ arm }) => arm).values()].map((runs) =>
    columns.map(([, cell]) => cell(runs)),
  );
  const lines = [columns.map(([name]) => name), columns.map(() => '---'), ...rows];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** RESULTS.md with each `<!-- study: NAME -->` … `<!-- end -->` filled in anew. */
export function fillTables(text: string, logs: readonly RunLog[]): string {
  return text.replaceAll(
    /<!-- study: (\w+) -->[^]*?<!-- end -->/g,
    (_all, study: StudyName) =>
      `<!-- study: ${study} -->\n\n${studyTable(logs, study) ?? 'Not run yet.'}\n\n<!-- end -->`,
  );
}

/** What the epoch gave whose weights were kept: the last, or the best that was restored. */
function keptOf({ config, epochs }: RunLog): Readonly<Record<string, number>> {
  const restoring = config.fit.callbacks.find(
    (callback): callback is EarlyStoppingConfig =>
      callback.kind === 'early-stopping' && callback.restoreBestWeights,
  );
  if (!restoring) return epochs[epochs.length - 1].metrics;
  // As it goes by in training, so that ties and NaN fall as they did there.
  const stopping = earlyStopping(restoring);
  const run = { weights: new Float32Array(), learningRate: 0, rateFactor: 1, stop: () => {} };
  for (const epoch of epochs) void stopping.onEpoch?.({ ...epoch, steps: 0 }, run);
  return epochs.find(({ epoch }) => epoch === stopping.bestEpoch)!.metrics;
}

// By its median: an epoch that shared the machine may have taken ten times as long.
function minutesOf({ epochs }: RunLog): number {
  return (epochs.length * (median(epochs, ({ seconds }) => seconds) ?? 0)) / 60;
}
