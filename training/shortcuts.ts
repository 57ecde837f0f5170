// npm run shortcuts -- --model NAME|DIR --data DIR…: how well a picture's source, and its
// copy within a source, can be told from what the network sees in it. Only benign pictures
// are looked at: sources differ in how many are malignant, and that is no shortcut.
import { Command } from 'commander';
import { isLabelled } from '../src/core/data/manifest';
import { CoreError } from '../src/core/errors';
import { unchanged } from '../src/core/augment';
import { formatInterval } from '../src/core/evaluate/report';
import { separability } from '../src/core/evaluate/separability';
import { buildGateFeatures } from '../src/core/model/gate';
import { loadModel } from '../src/core/model/load';
import { seededRandom, shuffled } from '../src/core/random';
import type { BackendChoice } from '../src/engine/backend';
import { openNodeBackend } from './node/backend';
import { modelFolder, readBundleFolder, writeWhole } from './node/bundle-fs';
import { announceBackend, backendOption, collect, runCommand, wholeNumber } from './node/cli';
import type { FiledSample } from './node/dataset';
import { readJudgedSet } from './node/judged-set';
import { copyOf } from '../src/core/figures/sets';
import { formatTable } from './node/figures/table';
import { featuresOf, readOrName } from './node/pooled-features';
import { openProgress } from './node/progress';

interface Options {
  model: string;
  data: string[];
  pictures: number;
  json?: string;
  backend: BackendChoice;
}

new Command('shortcuts')
  .description('Measures how well sources can be told from what a network sees.')
  .option('--model <name>', 'a shipped model, a bundle folder, or "default"', 'default')
  .requiredOption('--data <dir>', 'pictures with source and upstream; repeatable', collect, [])
  .option('--pictures <n>', 'benign train pictures to learn from', wholeNumber, 2000)
  .option('--json <file>', 'write the figures as JSON')
  .addOption(backendOption())
  .action((options: Options) => runCommand(() => shortcuts(options)))
  .parse();

interface Seen {
  readonly sample: FiledSample;
  readonly features: Float32Array;
}

async function shortcuts(options: Options): Promise<void> {
  const folder = await modelFolder(options.model);
  const bundle = await readBundleFolder(folder);
  const { card, hash } = bundle;
  const { seed } = card.provenance;
  const { samples } = await readJudgedSet({ folders: options.data, model: folder });
  const benign = samples.filter(isLabelled).filter(({ target }) => target === 'benign');
  const random = seededRandom(seed, 'shortcuts');
  const train = shuffled(
    benign.filter(({ split }) => split === 'train'),
    random,
  ).slice(0, options.pictures);
  const val = benign.filter(({ split }) => split === 'val');
  if (train.length === 0 || val.length === 0) {
    throw new CoreError('data-invalid', 'no benign pictures in train or val');
  }
  announceBackend(await openNodeBackend(options.backend));
  const model = await loadModel(bundle);
  const network = buildGateFeatures(model);
  const spec = { preprocess: card.preprocess, augment: unchanged, seed };
  const see = async (chosen: readonly FiledSample[], what: string): Promise<Seen[]> => {
    const seen: Seen[] = [];
    const progress = openProgress(what, chosen.length);
    for (const [i, sample] of chosen.entries()) {
      const image = await readOrName(sample.path);
      if (image) {
        const [features] = await featuresOf(network, image, sample.file, spec, [0]);
        seen.push({ sample, features });
      }
      progress.update(i + 1);
    }
    progress.end();
    return seen;
  };
  const fitted = await see(train, 'train');
  const judged = await see(val, 'val');
  model.dispose();

  const rows = [
    ...probe('source', fitted, judged, ({ source }) => source),
    ...[...new Set(benign.map(({ source }) => source))].sort().flatMap((source) => {
      const own = (seen: readonly Seen[]) => seen.filter(({ sample }) => sample.source === source);
      return probe(`copy within ${source}`, own(fitted), own(judged), copyOf);
    }),
  ];
  console.log(`model ${card.name} ${card.version} (${hash.slice(0, 12)}), benign val pictures`);
  console.log(
    formatTable([
      ['what is told', 'one against the rest', 'n', 'of the rest', 'AUROC'],
      ...rows.map(({ what, one, n, rest, auroc }) => [
        what,
        one,
        String(n),
        String(rest),
        formatInterval(auroc),
      ]),
    ]),
  );
  if (!options.json) return;
  const result = { model: { name: card.name, version: card.version, hash }, rows };
  await writeWhole(options.json, `${JSON.stringify(result, null, 1)}\n`);
}

function probe(
  what: string,
  fitted: readonly Seen[],
  judged: readonly Seen[],
  keyOf: (sample: FiledSample) => string,
) {
  const names = [...new Set(judged.map(({ sample }) => keyOf(sample)))].filter(Boolean).sort();
  return names.flatMap((one) => {
    const rowsOf = (seen: readonly Seen[]) =>
      seen.map(({ sample, features }) => ({ features, isOne: keyOf(sample) === one }));
    const auroc = separability(rowsOf(fitted), rowsOf(judged));
    const n = judged.filter(({ sample }) => keyOf(sample) === one).length;
    return auroc ? [{ what, one, n, rest: judged.length - n, auroc }] : [];
  });
}
