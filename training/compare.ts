// npm run compare -- --data DIR… [--split …] REFERENCE OTHER…: models or files of
// predictions side by side on the same pictures, with paired tests against the first.
import { Command, Option } from 'commander';
import { isLabelled, type SplitName } from '../src/core/data/manifest';
import { CoreError } from '../src/core/errors';
import type { BackendChoice } from '../src/engine/backend';
import { openNodeBackend } from './node/backend';
import { writeWhole } from './node/bundle-fs';
import { announceBackend, backendOption, collect, runCommand, scoringOption } from './node/cli';
import { compareScores, type Contender } from './node/comparison/compare-scores';
import { readScores } from './node/comparison/read-scores';
import { readDataSet } from './node/dataset';
import { noSplit } from './node/judged-set';
import { formatTable } from './node/figures/table';
import { formatInterval } from '../src/core/evaluate/report';

interface Options {
  data: string[];
  split: SplitName | 'all';
  seed?: number;
  json?: string;
  workers: number;
  backend: BackendChoice;
}

new Command('compare')
  .description('Holds models or files of predictions against each other on the same pictures.')
  .argument(
    '<contenders...>',
    'models by name or folder, or predictions: JSON of evaluate, or CSV with file and probability; the first is the reference',
  )
  .requiredOption('--data <dir>', 'labelled pictures; repeatable', collect, [])
  .addOption(
    new Option('--split <name>', 'which rows')
      .choices(['train', 'val', 'test', 'all'])
      .default('test'),
  )
  .option(
    '--seed <n>',
    'draws the split of a folder that gives none, as training with this seed drew it',
    Number,
  )
  .option('--json <file>', 'write the comparison as JSON')
  .addOption(scoringOption())
  .addOption(backendOption())
  .action((contenders: string[], options: Options) =>
    runCommand(() => compare(contenders, options)),
  )
  .parse();

async function compare(names: string[], options: Options): Promise<void> {
  const { split } = options;
  const { samples, drawn } = await readDataSet(options.data, options.seed ?? 0);
  if (drawn.length > 0 && split !== 'all' && options.seed === undefined) throw noSplit(drawn, true);
  const labelled = samples
    .filter(isLabelled)
    .filter((sample) => split === 'all' || sample.split === split);
  if (labelled.length === 0) {
    throw new CoreError('data-invalid', `no benign or malignant row in split ${split}`);
  }
  const report = await openNodeBackend(options.backend);
  announceBackend(report);
  const scoreWith = { backend: report.backend, workers: options.workers };
  const contenders: Contender[] = [];
  for (const name of names) {
    contenders.push({ name, scores: await readScores(name, labelled, scoreWith) });
  }
  const { n, malignant, leftOut, rows } = compareScores(labelled, contenders);

  console.log(`${n} pictures, ${malignant} malignant, split ${split}; each against ${names[0]}`);
  if (leftOut > 0) console.log(`${leftOut} pictures left out: not every one has a score for them`);
  const header = [
    '',
    'AUROC',
    'difference',
    'p',
    'sensitivity at specificity 0.86',
    'melanoma AUROC',
  ];
  const signed = (value: number) => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(3)}`;
  const cells = rows.map(({ name, auroc, difference, p, sensitivity, melanoma }) => [
    name,
    formatInterval(auroc),
    difference
      ? `${signed(difference.value)} [${signed(difference.low)}, ${signed(difference.high)}]`
      : '',
    p === null ? '' : pInWords(p),
    formatInterval(sensitivity),
    melanoma ? formatInterval(melanoma) : '',
  ]);
  console.log(formatTable([header, ...cells]));
  if (options.json) {
    const result = { split, n, malignant, leftOut, rows };
    await writeWhole(options.json, `${JSON.stringify(result, null, 1)}\n`);
  }
}

function pInWords(p: number): string {
  if (Number.isNaN(p)) return 'too few';
  return p < 0.0001 ? '< 0.0001' : p.toFixed(4);
}
