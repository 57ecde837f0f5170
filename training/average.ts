// npm run average -- --model NAME|DIR --model NAME|DIR… --name NAME --out DIR: trained
// networks as one, the mean of theirs. `calibrate` then finishes it.
import { Command, Option } from 'commander';
import { CoreError } from '../src/core/errors';
import { averageNetworks } from '../src/core/model/average';
import { averageWeights } from '../src/core/model/soup';
import type { ModelBundle } from '../src/core/model/bundle';
import { withoutGate } from '../src/core/model/gate';
import { loadModel } from '../src/core/model/load';
import type { StoredDtype } from '../src/core/model/weights';
import { openNodeBackend } from './node/backend';
import { modelFolder, readBundleFolder, writeBundleFolder } from './node/bundle-fs';
import { collect, runCommand } from './node/cli';
import { averageWords } from '../src/core/finish/average-words';
import { unfinishedFiles } from '../src/core/finish/finish-bundle';

interface Options {
  model: string[];
  name: string;
  out: string;
  stored: StoredDtype;
  of: 'answers' | 'weights';
}

new Command('average')
  .description('Makes one model of several whose answer is the mean of theirs.')
  .requiredOption('--model <name>', 'a shipped model or a bundle folder; repeatable', collect, [])
  .requiredOption('--name <name>', 'name of the new bundle')
  .requiredOption('--out <dir>', 'folder for the new bundle')
  .addOption(
    new Option('--stored <dtype>', 'precision of its weights')
      .choices(['float32', 'float16', 'uint8'])
      .default('float16'),
  )
  .addOption(
    new Option('--of <what>', 'the mean of their answers, or one network with the mean of weights')
      .choices(['answers', 'weights'])
      .default('answers'),
  )
  .action((options: Options) => runCommand(() => average(options)))
  .parse();

async function average({ model: names, name, out, stored, of }: Options): Promise<void> {
  const bundles: ModelBundle[] = [];
  for (const one of names) bundles.push(await readBundleFolder(await modelFolder(one)));
  if (bundles.length === 0) throw new CoreError('config-invalid', 'no --model was given');
  // Nothing is computed; building a network needs a backend all the same.
  await openNodeBackend('cpu');
  const members = [];
  for (const bundle of bundles) {
    const model = await loadModel(bundle);
    const bare = withoutGate(model);
    const kept = new Set(bare.weights.map(({ originalName }) => originalName));
    members.push({
      topology: bare.toJSON(null, false) as object,
      weights: bundle.weights.filter((weight) => kept.has(weight.name)),
      labels: bundle.card.labels,
    });
    model.dispose();
  }
  const words = averageWords(
    bundles.map(({ card }) => card),
    { name, stored, of },
  );
  const mean =
    of === 'answers'
      ? averageNetworks(members, words.labels)
      : {
          topology: members[0].topology,
          weights: averageWeights(members.map(({ weights }) => weights)),
        };
  const network = { ...mean, words, stored };
  const files = unfinishedFiles(network);
  await writeBundleFolder(out, files);
  const bytes = [...files.values()].reduce((sum, file) => sum + file.length, 0);
  console.error(
    `the mean of ${members.length} networks, ${bytes} bytes, in ${out}; calibrate it next`,
  );
}
