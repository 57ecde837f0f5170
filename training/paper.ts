// npm run paper -- --data DIR…: the paper's experiments, one after the other. What is
// finished has its log in training/paper/logs; a killed run goes on where it was.
import { Command } from 'commander';
import { readdir, readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CoreError } from '../src/core/errors';
import type { BackendChoice } from '../src/engine/backend';
import { isThere, writeWhole } from './node/bundle-fs';
import { backendOption, collect, runCommand, wholeNumber } from './node/cli';
import { dataKeyOf } from './paper/data-key';
import { fillTables } from './paper/results';
import { runPaper, writeLog, type RunLog } from './paper/run-paper';
import { logOfSameRun } from './paper/same-run';
import { paperRuns, type PaperRun } from './paper/studies';

interface Options {
  data: string[];
  out: string;
  logs: string;
  cache: string;
  study?: string;
  run?: string;
  list: boolean;
  results: boolean;
  workers: number;
  backend: BackendChoice;
}

const resultsFile = fileURLToPath(new URL('./paper/RESULTS.md', import.meta.url));
const ownLogs = fileURLToPath(new URL('./paper/logs/', import.meta.url));

new Command('paper')
  .description("Repeats the paper's experiments; resumable.")
  .option('--data <dir>', 'dermoscopy pictures with splits; repeatable', collect, [])
  .option('--out <dir>', 'folder for checkpoints', 'runs/paper')
  .option('--cache <dir>', 'folder for the backbone', 'runs/cache')
  .option('--logs <dir>', 'folder of the logs, for pictures of your own', ownLogs)
  .option('--study <name>', 'only the runs of this study')
  .option('--run <name>', 'only this run')
  .option('--results', 'fill the tables of training/paper/RESULTS.md from the logs', false)
  .option('--list', 'only say what is done and what is left', false)
  .option('--workers <n>', 'threads', wholeNumber, availableParallelism())
  .addOption(backendOption())
  .action((options: Options) => runCommand(() => paper(options)))
  .parse();

async function paper(options: Options): Promise<void> {
  const { logs } = options;
  if (options.results) {
    const text = await readFile(resultsFile, 'utf8');
    await writeWhole(resultsFile, fillTables(text, await readLogs(logs)));
    return;
  }
  if (options.data.length === 0 && !options.list) {
    throw new CoreError('config-invalid', 'no --data was given');
  }
  const dataKey = options.data.length > 0 ? await dataKeyOf(options.data) : null;
  const isOfThese = ({ data }: RunLog) => dataKey === null || data === dataKey;
  const all = await readLogs(logs);
  let done = all.filter(isOfThese);
  const others = all.length - done.length;
  if (others > 0) console.error(`${others} logs in ${logs} are of other pictures and do not count`);
  for (; ; done = (await readLogs(logs)).filter(isOfThese)) {
    const names = new Set(done.map(({ name }) => name));
    const runs = paperRuns(done.map((log) => ({ name: log.name, valLoss: bestLoss(log) })));
    const wanted = runs.filter(
      ({ study, name }) =>
        (!options.study || study === options.study) && (!options.run || name === options.run),
    );
    if (wanted.length === 0) {
      const later = 'those of the optimizers come after the study "rates", which finds their rates';
      throw new CoreError('config-invalid', `there is no such run; ${later}`);
    }
    // A log that came with the code says how it went here; somebody who asks for one run by
    // name wants its network too.
    const isTrained = (name: string) => isThere(join(options.out, name, 'bundle', 'card.json'));
    const left: PaperRun[] = [];
    for (const run of wanted) {
      const isDone = names.has(run.name) && (!options.run || (await isTrained(run.name)));
      if (!isDone) left.push(run);
    }
    if (options.list) {
      wanted.forEach(({ name }) => console.log(`${names.has(name) ? 'done' : 'left'}  ${name}`));
      return;
    }
    // One at a time: what the pilots tell decides what comes after them.
    const next: PaperRun | undefined = left[0];
    console.error(`${wanted.length - left.length} of ${wanted.length} runs are done`);
    if (!next || !dataKey) return;
    const same = options.run ? null : logOfSameRun(next, done);
    if (same) {
      console.error(`${next.name} is ${same.sameAs} by another name`);
      await writeLog(logs, same);
      continue;
    }
    const out = join(options.out, next.name);
    const resume = await isThere(join(out, 'checkpoint.bin'));
    console.error(`\n${next.name}${resume ? ', going on' : ''}`);
    const isDone = await runPaper(next, { ...options, dataKey, out, resume });
    if (!isDone) {
      process.exitCode = 130;
      return;
    }
  }
}

async function readLogs(logs: string): Promise<RunLog[]> {
  const names = await readdir(logs).catch(() => []);
  const texts = await Promise.all(
    names
      .filter((name) => name.endsWith('.json'))
      .map((name) => readFile(join(logs, name), 'utf8')),
  );
  return texts.map((text) => JSON.parse(text) as RunLog);
}

function bestLoss({ epochs, test }: RunLog): number {
  return test ? Math.min(...epochs.map(({ metrics }) => metrics.valLoss)) : Infinity;
}
