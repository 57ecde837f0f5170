// npm run evaluate -- --model NAME|DIR --data DIR… [--split …] [--json FILE]: judges a
// bundle on labelled pictures, from its files as shipped.
import { Command, Option } from 'commander';
import type { SplitName } from '../src/core/data/manifest';
import { CoreError } from '../src/core/errors';
import type { BackendChoice } from '../src/engine/backend';
import { openNodeBackend } from './node/backend';
import { modelFolder, readBundleFolder, writeWhole } from './node/bundle-fs';
import { announceBackend, backendOption, collect, runCommand, scoringOption } from './node/cli';
import { readJudgedSet } from './node/judged-set';
import { reportOf, type Report } from '../src/core/figures/report';
import { decisionTable, evaluationTable, gateTable } from './node/figures/table';
import { openScoreNotes } from './node/score-notes';
import { scoreByBundle } from './node/score-samples';

interface Options {
  model: string;
  data: string[];
  split: SplitName | 'all';
  allowLeaks: boolean;
  resume?: string;
  json?: string;
  workers: number;
  backend: BackendChoice;
}

new Command('evaluate')
  .description('Judges a model on labelled pictures.')
  .option('--model <name>', 'a shipped model, a bundle folder, or "default"', 'default')
  .requiredOption(
    '--data <dir>',
    'folder with labels.csv or a folder per class, or a labels file; repeatable',
    collect,
    [],
  )
  .addOption(
    new Option('--split <name>', 'which rows')
      .choices(['train', 'val', 'test', 'all'])
      .default('test'),
  )
  .option('--allow-leaks', 'take splits that one lesion or patient stands on both sides of', false)
  .option('--resume <file>', 'note every result in this file, and go on from what is noted there')
  .option('--json <file>', 'write figures and predictions as JSON')
  .addOption(scoringOption())
  .addOption(backendOption())
  .action((options: Options) => runCommand(() => evaluate(options)))
  .parse();

async function evaluate(options: Options): Promise<void> {
  const { model: name, data, split, allowLeaks, resume, json, workers, backend } = options;
  const folder = await modelFolder(name);
  const bundle = await readBundleFolder(folder);
  const { card, hash } = bundle;
  const { samples, badRows } = await readJudgedSet({
    ...{ folders: data, model: folder, wholeSet: split === 'all', allowLeaks },
  });
  badRows.forEach(({ labels, line, reason }) => console.error(`${labels}:${line}: ${reason}`));
  const chosen = samples.filter((sample) => split === 'all' || sample.split === split);
  if (chosen.length === 0) throw new CoreError('data-invalid', `no rows in split ${split}`);
  const { calibration, thresholds } = card;
  if (!calibration || !thresholds) {
    throw new CoreError('bundle-malformed', `${card.name} is not calibrated; nothing to judge`);
  }
  const report = await openNodeBackend(backend);
  announceBackend(report);
  const notes = resume === undefined ? undefined : await openScoreNotes(resume, hash);
  const { scored, unreadable } = await scoreByBundle(bundle, chosen, {
    ...{ backend: report.backend, workers, what: 'pictures', notes },
  });
  unreadable.forEach(({ path, reason }) => console.error(`unreadable: ${path}: ${reason}`));
  const judged = reportOf(scored, { ...card, calibration, thresholds }, split);
  const { figures, gate, ...rows } = judged;
  if (!figures && gate.length === 0) {
    throw new CoreError('data-invalid', 'no row is benign or malignant, and the model has no gate');
  }

  console.log(`model ${card.name} ${card.version} (${hash.slice(0, 12)}), split ${split}`);
  if (figures) printFigures(figures, thresholds);
  if (gate.length > 0) console.log(`\n${gateTable(gate)}`);
  for (const [target, n] of Object.entries(rows.leftOut)) {
    console.log(`left out of the figures: ${n} rows with target "${target}"`);
  }
  for (const [reason, n] of Object.entries(rows.abstained)) {
    console.log(`the app would give no outcome for ${n} of ${scored.length}: ${reason}`);
  }
  if (unreadable.length > 0) console.log(`${unreadable.length} pictures could not be read`);

  if (!json) return;
  const result = {
    model: { name: card.name, version: card.version, hash },
    split,
    backend: report.backend,
    threshold: thresholds.attend.value,
    quiet: {
      threshold: thresholds.quiet.value,
      promised: thresholds.quiet.promised,
      missRate: figures?.pooled.quietMissRate,
    },
    ...figures?.pooled,
    decision: figures?.decision,
    withoutActinicKeratosis: figures?.withoutActinicKeratosis,
    bySource: bySet(figures?.bySource),
    byUpstream: bySet(figures?.byUpstream),
    byDiagnosis: bySet(figures?.byDiagnosis),
    bySex: bySet(figures?.bySex),
    byAge: bySet(figures?.byAge),
    bySite: bySet(figures?.bySite),
    gate: bySet(gate),
    leftOut: rows.leftOut,
    abstained: rows.abstained,
    badRows: badRows.length,
    unreadable,
    predictions: rows.predictions,
  };
  await writeWhole(json, `${JSON.stringify(result, null, 1)}\n`);
}

function printFigures(
  figures: NonNullable<Report['figures']>,
  { attend, quiet }: Parameters<typeof reportOf>[1]['thresholds'],
): void {
  const { pooled } = figures;
  const parts = [
    ['', [pooled, figures.withoutActinicKeratosis, ...figures.bySource, ...figures.byUpstream]],
    ['each diagnosis against all of the other class', figures.byDiagnosis],
    [
      'subgroups; skin tone is not given and cannot be measured',
      [...figures.bySex, ...figures.byAge, ...figures.bySite],
    ],
  ] as const;
  for (const [title, rows] of parts) {
    if (rows.length === 0) continue;
    if (title) console.log(`\n${title}`);
    console.log(evaluationTable(rows));
  }
  console.log(`\nattend at ≥ ${attend.value.toFixed(4)} (${attend.rule})`);
  console.log(`quiet below ${quiet.value.toFixed(4)} (${quiet.rule})`);
  const { attend: flagged, unsure, quiet: silent } = pooled.outcomes;
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
  console.log(
    `outcomes: attend ${percent(flagged)}, unsure ${percent(unsure)}, quiet ${percent(silent)}`,
  );
  console.log(`\n${decisionTable(figures.decision)}`);
}

function bySet<T extends { readonly set: string }>(rows: readonly T[] = []): Record<string, T> {
  return Object.fromEntries(rows.map((row) => [row.set, row]));
}
