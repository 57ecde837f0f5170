// npm run train -- --config FILE --data DIR… --out DIR: pictures → trained network →
// calibrated, thresholded, judged bundle in DIR/bundle.
import { Command } from 'commander';
import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { parseTrainConfig } from '../src/core/train/config';
import { CoreError } from '../src/core/errors';
import type { BackendChoice } from '../src/engine/backend';
import { backendOption, collect, runCommand, wholeNumber } from './node/cli';
import { trainRun } from './node/train-run';

interface Options {
  config: string;
  data: string[];
  gateData: string[];
  out: string;
  cache: string;
  backend: BackendChoice;
  workers: number;
  allowLeaks: boolean;
  resume: boolean;
  judgeTest: boolean;
}

new Command('train')
  .description('Trains a network on pictures and writes a model bundle.')
  .requiredOption('--config <file>', 'training config, JSON')
  .requiredOption(
    '--data <dir>',
    'folder with labels.csv or a folder per class; repeatable',
    collect,
    [],
  )
  .option(
    '--gate-data <dir>',
    'pictures for the gate alone, target not-a-lesion or a lesion; repeatable',
    collect,
    [],
  )
  .requiredOption('--out <dir>', 'folder for the run: log, checkpoint, bundle')
  .option('--cache <dir>', 'folder for the backbone and extracted features', 'runs/cache')
  .option(
    '--workers <n>',
    'threads that load, extract and train',
    wholeNumber,
    availableParallelism(),
  )
  .option(
    '--leave-out <source>',
    'neither train nor choose on this source: how well it is judged then, evaluate tells',
  )
  .option(
    '--allow-leaks',
    'take splits that one lesion or patient stands on both sides of, as the paper did; the card says so',
    false,
  )
  .option('--resume', 'go on from the checkpoint in --out', false)
  .option('--judge-test', 'judge the finished bundle on the test split, once', false)
  .addOption(backendOption())
  .action((options: Options) => runCommand(() => train(options)))
  .parse();

async function train(options: Options): Promise<void> {
  const text = await readFile(options.config, 'utf8').catch(() => {
    throw new CoreError('config-invalid', `cannot read ${options.config}`);
  });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new CoreError('config-invalid', `${options.config}: ${(error as Error).message}`);
  }
  const isDone = await trainRun({ ...options, config: parseTrainConfig(value) });
  // As a shell reports Ctrl-C: what comes after must not take the run for finished.
  if (!isDone) process.exitCode = 130;
}
