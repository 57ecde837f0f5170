// npm run evaluate -- --model NAME|DIR --data DIR… [--split …] [--json FILE]: judges a
// bundle on labelled pictures, from its files as shipped.
import { Command, Option } from 'commander';
import { isLabelled, type SplitName } from '../src/core/data/manifest';
import { CoreError } from '../src/core/errors';
import { evaluateCases, formatInterval } from '../src/core/evaluate/report';
import type { Evaluation } from '../src/core/model/card';
import { loadModel } from '../src/core/model/load';
import type { BackendChoice } from '../src/engine/backend';
import { openNodeBackend } from './node/backend';
import { modelFolder, readBundleFolder, writeWhole } from './node/bundle-fs';
import { announceBackend, backendOption, collect, runCommand } from './node/cli';
import { readDataSet } from './node/dataset';
import { judgeSamples, type JudgedSample } from './node/judge-samples';

interface Options {
  model: string;
  data: string[];
  split: SplitName | 'all';
  json?: string;
  backend: BackendChoice;
}

new Command('evaluate')
  .description('Judges a model on labelled pictures.')
  .option('--model <name>', 'a shipped model, a bundle folder, or "default"', 'default')
  .requiredOption(
    '--data <dir>',
    'folder with labels.csv or a folder per class; repeatable',
    collect,
    [],
  )
  .addOption(
    new Option('--split <name>', 'which rows')
      .choices(['train', 'val', 'test', 'all'])
      .default('test'),
  )
  .option('--json <file>', 'write figures and predictions as JSON')
  .addOption(backendOption())
  .action((options: Options) => runCommand(() => evaluate(options)))
  .parse();

async function evaluate({ model: name, data, split, json, backend }: Options): Promise<void> {
  const bundle = await readBundleFolder(await modelFolder(name));
  const { card, hash } = bundle;
  // Pictures that come without a split get the one training drew; another seed would put
  // training pictures among the judged ones.
  const { samples, badRows } = await readDataSet(data, card.provenance.seed);
  badRows.forEach(({ labels, line, reason }) => console.error(`${labels}:${line}: ${reason}`));
  const chosen = samples.filter((sample) => split === 'all' || sample.split === split);
  if (chosen.length === 0) throw new CoreError('data-invalid', `no rows in split ${split}`);
  if (!card.calibration || !card.thresholds) {
    throw new CoreError('bundle-malformed', `${card.name} is not calibrated; nothing to judge`);
  }
  const report = await openNodeBackend(backend);
  announceBackend(report);
  const model = await loadModel(bundle);
  const { judged, unreadable } = await judgeSamples(model, card, chosen);
  model.dispose();
  unreadable.forEach(({ path, reason }) => console.error(`unreadable: ${path}: ${reason}`));

  const counted = judged.filter(({ sample }) => isLabelled(sample));
  if (counted.length === 0) throw new CoreError('data-invalid', 'no row is benign or malignant');
  const { thresholds } = card;
  const figures = (set: string, rows: readonly JudgedSample[]) =>
    evaluateCases(
      set,
      rows.map(({ sample, probability }) => ({
        probability,
        malignant: sample.target === 'malignant',
      })),
      thresholds,
    );
  const pooled = figures(`${split}, pooled`, counted);
  const without = counted.filter(({ sample }) => sample.diagnosis !== 'actinic keratosis');
  const withoutKeratosis = figures(`${split}, without actinic keratosis`, without);
  const grouped = (keyOf: (sample: JudgedSample['sample']) => string) =>
    [...new Set(counted.map(({ sample }) => keyOf(sample)))].sort().map((key) =>
      figures(
        key,
        counted.filter(({ sample }) => keyOf(sample) === key),
      ),
    );
  const bySource = grouped(({ source }) => source);
  // Copies of one collection differ in ways a model can learn; figures within a copy show
  // how much of a source's figure is that. One class alone has no figure.
  const byUpstream = grouped(({ source, upstream }) =>
    upstream ? `${source}/${upstream}` : '',
  ).filter(({ set, n, malignant }) => set !== '' && malignant > 0 && malignant < n);

  console.log(`model ${card.name} ${card.version} (${hash.slice(0, 12)}), split ${split}`);
  printTable([pooled, withoutKeratosis, ...bySource, ...byUpstream]);
  console.log(`attend at ≥ ${thresholds.attend.value.toFixed(4)} (${thresholds.attend.rule})`);
  console.log(`quiet below ${thresholds.quiet.value.toFixed(4)} (${thresholds.quiet.rule})`);
  const always = 1 - pooled.malignant / pooled.n;
  console.log(`calling everything benign would be right for ${(100 * always).toFixed(2)} %`);
  const leftOut = countBy(judged.filter(({ sample }) => !isLabelled(sample)));
  for (const [target, n] of Object.entries(leftOut)) {
    console.log(`left out of the figures: ${n} rows with target "${target}"`);
  }
  const abstained = judged.filter(({ outcome }) => outcome === 'abstained').length;
  console.log(`the app would abstain on ${abstained} of ${judged.length} (picture quality)`);
  if (unreadable.length > 0) console.log(`${unreadable.length} pictures could not be read`);

  if (!json) return;
  const { auroc, sensitivity, specificity, ece, brier, n, malignant, outcomes, quietMissRate } =
    pooled;
  const result = {
    model: { name: card.name, version: card.version, hash },
    split,
    backend: report.backend,
    n,
    malignant,
    auroc,
    threshold: thresholds.attend.value,
    sensitivity,
    specificity,
    ece,
    brier,
    quiet: { threshold: thresholds.quiet.value, missRate: quietMissRate },
    outcomes,
    withoutActinicKeratosis: withoutKeratosis,
    bySource: Object.fromEntries(bySource.map((row) => [row.set, row])),
    byUpstream: Object.fromEntries(byUpstream.map((row) => [row.set, row])),
    leftOut,
    badRows: badRows.length,
    unreadable,
    predictions: judged.map(({ sample, probability, outcome }) => ({
      file: sample.file,
      source: sample.source,
      diagnosis: sample.diagnosis,
      target: sample.target,
      probability,
      outcome,
    })),
  };
  await writeWhole(json, `${JSON.stringify(result, null, 1)}\n`);
}

function countBy(rows: readonly JudgedSample[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { sample } of rows) counts[sample.target] = (counts[sample.target] ?? 0) + 1;
  return counts;
}

function printTable(rows: readonly Evaluation[]): void {
  const header = [
    'set',
    'n',
    'malignant',
    'AUROC',
    'sensitivity',
    'specificity',
    'quiet misses',
    'ECE',
  ];
  const cells = rows.map((row) => [
    row.set,
    String(row.n),
    String(row.malignant),
    formatInterval(row.auroc),
    formatInterval(row.sensitivity),
    formatInterval(row.specificity),
    formatInterval(row.quietMissRate),
    row.ece.toFixed(3),
  ]);
  const widths = header.map((title, c) =>
    Math.max(title.length, ...cells.map((row) => row[c].length)),
  );
  for (const row of [header, ...cells]) {
    console.log(
      row
        .map((cell, c) => cell.padEnd(widths[c]))
        .join('  ')
        .trimEnd(),
    );
  }
}
