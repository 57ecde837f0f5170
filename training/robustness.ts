// npm run robustness -- --model NAME|DIR --data DIR… [--json FILE]: what becomes of a
// model's answers when pictures are turned, cut, blurred, compressed, tinted and lit
// otherwise.
import { Command, Option } from 'commander';
import { isLabelled, type SplitName } from '../src/core/data/manifest';
import { CoreError } from '../src/core/errors';
import { calibrate, malignantMargin } from '../src/core/evaluate/calibration';
import { formatInterval } from '../src/core/evaluate/report';
import { runViews } from '../src/core/classify';
import { auroc } from '../src/core/evaluate/roc';
import { loadModel } from '../src/core/model/load';
import { outcomeOf } from '../src/core/prediction';
import { cropToInput } from '../src/core/preprocess';
import { seededRandom, shuffled } from '../src/core/random';
import { disturb, disturbances } from '../src/core/robustness/disturb';
import { disturbedFigures, type Answer } from '../src/core/robustness/flips';
import type { BackendChoice } from '../src/engine/backend';
import { openNodeBackend } from './node/backend';
import { modelFolder, readBundleFolder, writeWhole } from './node/bundle-fs';
import { announceBackend, backendOption, collect, runCommand, wholeNumber } from './node/cli';
import { readJudgedSet } from './node/judged-set';
import { formatTable } from './node/figures/table';
import { readPicture } from './node/picture';
import { openProgress } from './node/progress';

interface Options {
  model: string;
  data: string[];
  split: SplitName | 'all';
  pictures: number;
  json?: string;
  backend: BackendChoice;
}

new Command('robustness')
  .description('Measures how answers change when pictures are disturbed.')
  .option('--model <name>', 'a shipped model, a bundle folder, or "default"', 'default')
  .requiredOption('--data <dir>', 'labelled pictures; repeatable', collect, [])
  .addOption(
    new Option('--split <name>', 'which rows')
      .choices(['train', 'val', 'test', 'all'])
      .default('test'),
  )
  .option('--pictures <n>', 'so many of them, drawn by the seed of the model', wholeNumber, 600)
  .option('--json <file>', 'write the figures as JSON')
  .addOption(backendOption())
  .action((options: Options) => runCommand(() => robustness(options)))
  .parse();

async function robustness(options: Options): Promise<void> {
  const folder = await modelFolder(options.model);
  const bundle = await readBundleFolder(folder);
  const { card, hash } = bundle;
  const { calibration, thresholds, preprocess } = card;
  if (!calibration || !thresholds) {
    throw new CoreError('bundle-malformed', `${card.name} is not calibrated; nothing to judge`);
  }
  const { seed } = card.provenance;
  const wholeSet = options.split === 'all';
  const { samples } = await readJudgedSet({ folders: options.data, model: folder, wholeSet });
  const labelled = samples
    .filter(isLabelled)
    .filter(({ split }) => options.split === 'all' || split === options.split);
  const chosen = shuffled(labelled, seededRandom(seed, 'robustness')).slice(0, options.pictures);
  if (new Set(chosen.map(({ target }) => target)).size < 2) {
    throw new CoreError('data-invalid', `split ${options.split} lacks benign or malignant rows`);
  }
  announceBackend(await openNodeBackend(options.backend));
  const model = await loadModel(bundle);
  const kinds = disturbances.flatMap(({ name, unit, strengths }) =>
    strengths.map((strength) => ({ name, unit, strength })),
  );
  const plain: Answer[] = [];
  const disturbed = kinds.map((): Answer[] => []);
  const progress = openProgress('pictures', chosen.length);
  for (const [i, { path, file, target }] of chosen.entries()) {
    const image = await readPicture(path);
    const views = [
      cropToInput(image, preprocess),
      ...kinds.map(({ name, strength }) => disturb(image, preprocess, name, strength, file)),
    ];
    const answers: Answer[] = [];
    for (const view of views) {
      const { logits } = await runViews(model, card, view);
      const probability = calibrate(malignantMargin(logits, card.labels), calibration);
      const outcome = outcomeOf(probability, thresholds);
      answers.push({ probability, outcome, malignant: target === 'malignant' });
    }
    plain.push(answers[0]);
    disturbed.forEach((rows, kind) => rows.push(answers[kind + 1]));
    progress.update(i + 1);
  }
  progress.end();
  model.dispose();

  const undisturbed = auroc(
    plain.map(({ probability, malignant }) => ({ score: probability, malignant })),
  );
  const rows = kinds.map((kind, i) => ({ ...kind, ...disturbedFigures(plain, disturbed[i]) }));
  const malignant = plain.filter((answer) => answer.malignant).length;
  console.log(`model ${card.name} ${card.version} (${hash.slice(0, 12)}), split ${options.split}`);
  console.log(
    `${plain.length} pictures, ${malignant} malignant, undisturbed AUROC ${formatInterval(undisturbed)}`,
  );
  const header = ['disturbance', 'strength', 'AUROC', 'difference', 'other outcome', 'newly quiet'];
  const cells = rows.map((row) => [
    row.name,
    `${row.strength} (${row.unit})`,
    formatInterval(row.auroc),
    formatInterval(row.difference),
    formatInterval(row.flips),
    formatInterval(row.newlyQuiet),
  ]);
  console.log(formatTable([header, ...cells]));
  if (!options.json) return;
  const result = {
    model: { name: card.name, version: card.version, hash },
    split: options.split,
    n: plain.length,
    malignant,
    undisturbed,
    disturbances: rows,
  };
  await writeWhole(options.json, `${JSON.stringify(result, null, 1)}\n`);
}
