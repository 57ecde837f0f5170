// One of the paper's runs: trained on its pictures, judged on all of test by the paper's
// own rule, and logged.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { confusionAt, sensitivity, specificity } from '../../src/core/evaluate/confusion';
import { decisionFigures, type DecisionFigures } from '../../src/core/evaluate/decision';
import { auroc, type Interval } from '../../src/core/evaluate/roc';
import { isLabelled } from '../../src/core/data/manifest';
import { loadModel } from '../../src/core/model/load';
import { readBundleFolder, writeWhole } from '../node/bundle-fs';
import { readDataSet } from '../node/dataset';
import type { TrainRunOptions } from '../node/run';
import { scoreSamples } from '../node/score-samples';
import { trainRun } from '../node/train-run';
import type { PaperRun } from './studies';
import { drawSubset } from './subset';

/** An epoch as the trainer logs it. */
export interface EpochLine {
  readonly epoch: number;
  readonly learningRate: number;
  readonly seconds: number;
  readonly metrics: Readonly<Record<string, number>>;
}

/** What is kept of a run, in training/paper/logs. */
export interface RunLog extends Pick<PaperRun, 'name' | 'study' | 'arm' | 'pictures' | 'config'> {
  readonly parameters: number;
  readonly backend: string;
  readonly epochs: readonly EpochLine[];
  /** Why it ended. */
  readonly ended: string;
  /** On the test split, malignant where the sigmoid is ½ or more, as the paper has it. */
  readonly test: DecisionFigures & {
    readonly n: number;
    readonly auroc: Interval;
    readonly sensitivity: Interval;
    readonly specificity: Interval;
  };
  readonly finishedAt: string;
  /** The run that was trained, where this is the same under another name. */
  readonly sameAs?: string;
}

export interface RunPaperOptions extends Pick<
  TrainRunOptions,
  'data' | 'cache' | 'backend' | 'workers' | 'resume'
> {
  /** Checkpoint and bundle. */
  readonly out: string;
  /** Folder of the logs. */
  readonly logs: string;
}

/** Trains, judges and logs; false where a signal stopped it. */
export async function runPaper(run: PaperRun, options: RunPaperOptions): Promise<boolean> {
  const { config, pictures, name, study, arm } = run;
  const isDone = await trainRun({
    ...options,
    config,
    gateData: [],
    judgeTest: false,
    choose: (samples) => drawSubset(samples, pictures),
  });
  if (!isDone) return false;
  const { samples } = await readDataSet(options.data, config.seed);
  const test = samples.filter(isLabelled).filter(({ split }) => split === 'test');
  const bundle = await readBundleFolder(join(options.out, 'bundle'));
  const model = await loadModel(bundle);
  const { scored } = await scoreSamples(model, bundle.card, test, 'test');
  const parameters = model.countParams();
  model.dispose();
  const cases = scored.map(({ sample, margin }) => ({
    score: margin,
    malignant: sample.target === 'malignant',
  }));
  // A sigmoid of ½ is a margin of 0.
  const counts = confusionAt(cases, 0);
  const events = (await readFile(join(options.out, 'log.jsonl'), 'utf8'))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  const told = (event: string) => events.filter((line) => line.event === event);
  // A resumed run may have logged an epoch twice: the later line counts.
  const epochs = new Map(
    told('epoch').map((line) => {
      const { epoch, learningRate, seconds, metrics } = line as unknown as EpochLine;
      return [epoch, { epoch, learningRate, seconds, metrics }];
    }),
  );
  const log: RunLog = {
    ...{ name, study, arm, pictures, config, parameters },
    backend: String(told('backend').at(-1)?.backend),
    epochs: [...epochs.values()],
    ended: String(told('fit').at(-1)?.reason),
    test: {
      n: cases.length,
      auroc: auroc(cases),
      sensitivity: sensitivity(counts),
      specificity: specificity(counts),
      ...decisionFigures(counts),
    },
    finishedAt: new Date().toISOString(),
  };
  await writeLog(options.logs, log);
  return true;
}

/** Writes a log under the name of its run. */
export function writeLog(folder: string, log: RunLog): Promise<void> {
  return writeWhole(join(folder, `${log.name}.json`), `${JSON.stringify(log, null, 1)}\n`);
}
