// npm run calibrate -- --model NAME|DIR --data DIR… [--gate-data DIR…] --out DIR: a trained
// bundle, gated, calibrated, thresholded and judged anew. Training ends with the same.
import { Command, Option } from 'commander';
import * as v from 'valibot';
import { isLabelled } from '../src/core/data/manifest';
import { CoreError } from '../src/core/errors';
import { turnsSchema, zoomsSchema } from '../src/core/model/card';
import { withoutGate } from '../src/core/model/gate';
import { loadModel } from '../src/core/model/load';
import type { BackendChoice } from '../src/engine/backend';
import { openNodeBackend } from './node/backend';
import { modelFolder, readBundleFolder } from './node/bundle-fs';
import { announceBackend, backendOption, collect, runCommand } from './node/cli';
import { readGateSamples } from './node/dataset';
import { readJudgedSet } from './node/judged-set';
import { finishOnDisk } from './node/finish/finish-on-disk';
import { wordsOf, type TrainedNetwork } from '../src/core/finish/finish-bundle';
import { settingsOf } from '../src/core/finish/settings';

interface Options {
  model: string;
  data: string[];
  gateData: string[];
  out: string;
  name?: string;
  release?: string;
  turns?: string;
  zooms?: string;
  judgeTest: boolean;
  backend: BackendChoice;
}

new Command('calibrate')
  .description('Fits gate, calibration and thresholds of a trained bundle, and judges it.')
  .requiredOption('--model <name>', 'a shipped model or a bundle folder')
  .requiredOption('--data <dir>', 'pictures it was trained on; repeatable', collect, [])
  .option(
    '--gate-data <dir>',
    'pictures for the gate alone, target not-a-lesion or a lesion; repeatable',
    collect,
    [],
  )
  .requiredOption('--out <dir>', 'folder for the new bundle')
  .option('--name <name>', 'name of the new bundle; the old one without')
  .option('--release <version>', 'version of the new bundle; the old one without')
  .addOption(
    new Option('--turns <n>', 'turned views an answer is the mean of; as before without').choices(
      turnsSchema.options.map(String),
    ),
  )
  .option(
    '--zooms <shares>',
    'squares about the same middle that are looked at too, e.g. 1,0.8; as before without',
  )
  .option('--judge-test', 'judge it on the test split, once', false)
  .addOption(backendOption())
  .action((options: Options) => runCommand(() => calibrate(options)))
  .parse();

async function calibrate(options: Options): Promise<void> {
  const folder = await modelFolder(options.model);
  const bundle = await readBundleFolder(folder);
  const settings = settingsOf(bundle.card);
  const { samples, badRows } = await readJudgedSet({ folders: options.data, model: folder });
  badRows.forEach(({ labels, line, reason }) => console.error(`${labels}:${line}: ${reason}`));
  const labelled = samples.filter(isLabelled);
  if (labelled.length === 0) throw new CoreError('data-invalid', 'no row is benign or malignant');
  const gateSamples = await readGateSamples(options.gateData, bundle.card.provenance.seed);
  announceBackend(await openNodeBackend(options.backend));

  const model = await loadModel(bundle);
  const bare = withoutGate(model);
  const kept = new Set(bare.weights.map(({ originalName }) => originalName));
  const words = wordsOf(bundle.card);
  const network: TrainedNetwork = {
    topology: bare.toJSON(null, false) as object,
    weights: bundle.weights.filter(({ name }) => kept.has(name)),
    words: {
      ...words,
      name: options.name ?? words.name,
      version: options.release ?? words.version,
      turns: options.turns ? v.parse(turnsSchema, Number(options.turns)) : words.turns,
      zooms: options.zooms ? zoomsOf(options.zooms) : words.zooms,
    },
    stored: settings.stored,
  };
  model.dispose();
  const { seed } = bundle.card.provenance;
  const { judgeTest, out } = options;
  await finishOnDisk(
    { network, promises: settings.promises, samples: labelled, gateSamples, seed, judgeTest },
    out,
    () => Promise.resolve(),
  );
}

function zoomsOf(shares: string): number[] {
  const result = v.safeParse(zoomsSchema, shares.split(',').map(Number));
  if (result.success) return result.output;
  throw new CoreError('config-invalid', `--zooms ${shares}: ${result.issues[0].message}`);
}
