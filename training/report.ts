// npm run report -- --run DIR --data DIR… [--split …]: the report of a training run anew,
// e.g. on another split. Training ends with one.
import { Command, Option } from 'commander';
import { join } from 'node:path';
import { isLabelled, type SplitName } from '../src/core/data/manifest';
import type { BackendChoice } from '../src/engine/backend';
import { openNodeBackend } from './node/backend';
import { readBundleFolder } from './node/bundle-fs';
import { announceBackend, backendOption, collect, runCommand, scoringOption } from './node/cli';
import { readJudgedSet } from './node/judged-set';
import { readRunPictures } from './node/run-pictures';
import { writeReport } from './node/run-report/write-report';
import { scoreByBundle } from './node/score-samples';

interface Options {
  run: string;
  data: string[];
  split: SplitName;
  workers: number;
  backend: BackendChoice;
}

new Command('report')
  .description('Writes report.html and report.json of a finished training run.')
  .requiredOption('--run <dir>', 'folder of the run')
  .requiredOption('--data <dir>', 'the pictures it was trained on; repeatable', collect, [])
  .addOption(
    new Option('--split <name>', 'what it is judged on')
      .choices(['train', 'val', 'test'])
      .default('val'),
  )
  .addOption(scoringOption())
  .addOption(backendOption())
  .action((options: Options) => runCommand(() => report(options)))
  .parse();

async function report({ run, data, split, workers, backend: choice }: Options): Promise<void> {
  const folder = join(run, 'bundle');
  const bundle = await readBundleFolder(folder);
  // Its own table: drawn anew, a split may call val what the run was trained on.
  const own = await readRunPictures(run, data);
  const samples = own ?? (await readJudgedSet({ folders: data, model: folder })).samples;
  const labelled = samples.filter(isLabelled);
  const { backend, ...rest } = await openNodeBackend(choice);
  announceBackend({ backend, ...rest });
  const chosen = labelled.filter((sample) => sample.split === split);
  const { scored } = await scoreByBundle(bundle, chosen, { backend, workers, what: split });
  await writeReport(run, {
    ...{ run, bundle, folders: data, samples: labelled, scored, split, backend },
  });
}
