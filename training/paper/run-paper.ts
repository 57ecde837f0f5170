// One of the paper's runs: trained on its pictures, judged on all of test by the paper's
// own rule, and logged.
import { getBackend } from '@tensorflow/tfjs-core';
import { sum } from 'd3-array';
import { join } from 'node:path';
import { confusionAt, sensitivity, specificity } from '../../src/core/evaluate/confusion';
import { decisionFigures, type DecisionFigures } from '../../src/core/evaluate/decision';
import { auroc, type Interval } from '../../src/core/evaluate/roc';
import { isLabelled } from '../../src/core/data/manifest';
import { DivergedError } from '../../src/core/train/diverged';
import type { BackendName } from '../../src/engine/backend';
import { readBundleFolder, writeWhole } from '../node/bundle-fs';
import { readDataSet } from '../node/dataset';
import type { TrainRunOptions } from '../node/run';
import { readRunLog } from '../node/run-log';
import type { ReportedEpoch } from '../node/run-report/run-report';
import { scoreByBundle } from '../node/score-samples';
import { trainRun } from '../node/train-run';
import type { PaperRun } from './studies';
import { drawSubset } from './subset';

export interface TestFigures extends DecisionFigures {
  readonly n: number;
  readonly auroc: Interval;
  readonly sensitivity: Interval;
  readonly specificity: Interval;
}

/** What is kept of a run, in training/paper/logs. */
export interface RunLog extends Pick<PaperRun, 'name' | 'study' | 'arm' | 'pictures' | 'config'> {
  /** Of its pictures, `dataKeyOf`. */
  readonly data: string;
  /** Null where the run diverged, as `test` is. */
  readonly parameters: number | null;
  readonly backend: string;
  readonly epochs: readonly ReportedEpoch[];
  /** Why it ended. */
  readonly ended: string;
  /** On the test split, malignant where the sigmoid is ½ or more, as the paper has it. */
  readonly test: TestFigures | null;
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
  /** Of `data`, `dataKeyOf`. */
  readonly dataKey: string;
}

/**
 * Trains, judges and logs; false where a signal stopped it. One that diverges is logged too:
 * that is what came of it.
 */
export async function runPaper(run: PaperRun, options: RunPaperOptions): Promise<boolean> {
  const { config, pictures } = run;
  let diverged: string | null = null;
  try {
    const isDone = await trainRun({
      ...options,
      config,
      gateData: [],
      judgeTest: false,
      choose: (samples) => drawSubset(samples, pictures),
    });
    if (!isDone) return false;
  } catch (error) {
    if (!(error instanceof DivergedError)) throw error;
    diverged = error.message;
  }
  const { name, study, arm } = run;
  const { epochs, last } = await readRunLog(options.out);
  await writeLog(options.logs, {
    ...{ name, study, arm, pictures, config },
    data: options.dataKey,
    ...(diverged === null ? await judge(run, options) : { parameters: null, test: null }),
    backend: String(last('backend')?.backend),
    epochs: epochs.map(({ steps: _, ...epoch }) => epoch),
    ended: diverged ?? String(last('fit')?.reason),
    finishedAt: new Date().toISOString(),
  });
  return true;
}

async function judge(
  { config }: PaperRun,
  { data, out, workers }: RunPaperOptions,
): Promise<Pick<RunLog, 'parameters' | 'test'>> {
  const { samples } = await readDataSet(data, config.seed);
  const test = samples.filter(isLabelled).filter(({ split }) => split === 'test');
  const bundle = await readBundleFolder(join(out, 'bundle'));
  const { scored } = await scoreByBundle(bundle, test, {
    // Training left it there.
    ...{ backend: getBackend() as BackendName, workers, what: 'test' },
  });
  const parameters = sum(bundle.weights, ({ values }) => values.length);
  const cases = scored.map(({ sample, margin }) => ({
    score: margin,
    malignant: sample.target === 'malignant',
  }));
  // A sigmoid of ½ is a margin of 0.
  const counts = confusionAt(cases, 0);
  return {
    parameters,
    test: {
      n: cases.length,
      auroc: auroc(cases),
      sensitivity: sensitivity(counts),
      specificity: specificity(counts),
      ...decisionFigures(counts),
    },
  };
}

/** Writes a log under the name of its run. */
export function writeLog(folder: string, log: RunLog): Promise<void> {
  return writeWhole(join(folder, `${log.name}.json`), `${JSON.stringify(log, null, 1)}\n`);
}
