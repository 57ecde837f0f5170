// The training loop, for command line and tab. Everything a run needs to go on after a
// kill is in `FitState`, and every random draw belongs to an epoch or a step, so a resumed
// run ends bit for bit where one ends that never stopped.
import { epochPlan, type BatchSource } from '../data/batches';
import { prefetch } from '../data/prefetch';
import { StoppedError } from '../data/stopped';
import { seededRandom } from '../random';
import type { Callback, EpochLog } from './callbacks/callback';
import type { RunControl } from './control';
import { assertFinite, assertFiniteMetrics } from './diverged';
import type { FitConfig } from './fit-config';
import { beginProgress, stateOf, type Progress } from './fit-progress';
import type { FitState } from './fit-state';
import { cutBatch } from './micro-batches';
import { mixUp } from './mixup';
import type { Optimizer } from './optimizers/optimizer';
import type { ReplicaGroup } from './replicas/group';
import { updateMoving } from './replicas/moments';
import { rateAt } from './schedule';
import type { RunValues } from './values';

export interface FitRun {
  readonly config: FitConfig;
  readonly seed: number;
  readonly source: BatchSource;
  /** Label of every row of the source; `LEFT_OUT` leaves a row out. */
  readonly labels: ArrayLike<number>;
  /** Views the source has, as in `epochPlan`. */
  readonly views: number;
  readonly values: RunValues;
  readonly replicas: ReplicaGroup;
  readonly optimizer: Optimizer;
  readonly callbacks: readonly Callback[];
  /** Metrics on the validation rows, by the replicas' present values. */
  readonly judge: () => Promise<Readonly<Record<string, number>>>;
  readonly control: RunControl;
  readonly from?: FitState;
  /** Keeps a state; the loop waits. */
  readonly save: (state: FitState) => Promise<void> | void;
  /** Seconds between two saves within an epoch; one more follows each epoch. */
  readonly saveEverySeconds: number;
  readonly onStep?: (step: StepLog) => void;
  readonly onEpoch?: (log: EpochLog) => Promise<void> | void;
  /** Seconds, any origin. */
  readonly clock: () => number;
}

/** One step as it is shown. */
export interface StepLog {
  /** From 0. */
  readonly epoch: number;
  /** Steps of the epoch that are done. */
  readonly step: number;
  readonly stepsPerEpoch: number;
  /** Mean over the step's rows. */
  readonly loss: number;
  readonly learningRate: number;
}

/** How a run ended. The weights to keep are in its `values`; `state` is to go on from. */
export interface FitEnd {
  /** Why, in half a sentence. */
  readonly reason: string;
  readonly state: FitState;
}

/** Batches read ahead of the step. */
const AHEAD = 2;

/**
 * Trains until all epochs are done, a callback ends the run or `control` stops it; then
 * callbacks have the last word on the values.
 * @throws DivergedError when a loss, a gradient or a judged output is not finite, with the
 * last values that gave finite ones.
 */
export async function fit(run: FitRun): Promise<FitEnd> {
  const { config, control } = run;
  const progress = beginProgress(run);
  while (progress.epoch < config.epochs && !progress.ended && !control.aborted) {
    await trainEpoch(run, progress);
    if (!control.aborted) await endEpoch(run, progress);
  }
  const state = stateOf(run, progress);
  if (control.aborted) await run.save(state);
  for (const callback of run.callbacks) await callback.onEnd?.(progress.view);
  run.replicas.valuesChanged();
  const reason = control.aborted ? 'stopped' : (progress.ended ?? 'all epochs done');
  return { reason, state };
}

/** The steps of an epoch that are still to do. */
async function trainEpoch(run: FitRun, progress: Progress): Promise<void> {
  const { control, source, clock, saveEverySeconds } = run;
  const plan = epochPlan({ ...run.config, ...run, epoch: progress.epoch });
  const steps = plan.slice(progress.step);
  let saved = clock();
  try {
    for await (const batch of prefetch(steps, source, { ahead: AHEAD, stop: control })) {
      await control.untilRunning();
      if (control.aborted) return;
      const started = clock();
      const { loss } = await trainStep(run, progress, batch, plan.length);
      progress.lossSum += loss * batch.rows.length;
      progress.rows += batch.rows.length;
      progress.step++;
      progress.seconds += clock() - started;
      const { epoch, step, view } = progress;
      const { learningRate } = view;
      run.onStep?.({ epoch, step, stepsPerEpoch: plan.length, loss, learningRate });
      if (clock() - saved < saveEverySeconds) continue;
      await run.save(stateOf(run, progress));
      saved = clock();
    }
  } catch (error) {
    // The reader's way to end when told to stop.
    if (!(error instanceof StoppedError)) throw error;
  }
}

/** One optimizer step. */
async function trainStep(
  { config, seed, source, values, replicas, optimizer, callbacks }: FitRun,
  { epoch, step, view, good }: Progress,
  batch: Parameters<typeof cutBatch>[0],
  stepsPerEpoch: number,
): Promise<{ readonly loss: number }> {
  const id = `${seed}/epoch/${epoch}/step/${step}`;
  const mixed = mixUp(batch, config.mixup, seededRandom(id, 'mixup'));
  const pieces = cutBatch(mixed, { ...config, labels: source.labels, seed: id });
  const { loss, gradient, moments } = await replicas.gradient(pieces);
  assertFinite(loss, gradient, `epoch ${epoch + 1}, step ${step + 1}`, good);
  good.set(values.all);
  const totalSteps = config.epochs * stepsPerEpoch;
  const rate = rateAt(config.schedule, config.learningRate, optimizer.steps, totalSteps);
  view.learningRate = rate * view.rateFactor;
  optimizer.step(values.weights, gradient, view.learningRate);
  updateMoving(values.moving, moments, config.normMomentum);
  for (const callback of callbacks) callback.onStep?.(view);
  replicas.valuesChanged();
  return { loss };
}

/** Judges what the epoch made, and lets callbacks see it. */
async function endEpoch(run: FitRun, progress: Progress): Promise<void> {
  const { clock, callbacks } = run;
  const { view } = progress;
  const started = clock();
  const judged = await judgeValues(run, progress);
  const log: EpochLog = {
    epoch: progress.epoch + 1,
    steps: run.optimizer.steps,
    learningRate: view.learningRate,
    seconds: progress.seconds + clock() - started,
    metrics: { loss: progress.lossSum / progress.rows, ...judged },
  };
  assertFiniteMetrics(log.metrics, `epoch ${log.epoch}`, progress.good);
  for (const callback of callbacks) await callback.onEpoch?.(log, progress.judgedView);
  progress.history.push(log);
  Object.assign(progress, { epoch: log.epoch, step: 0, lossSum: 0, rows: 0, seconds: 0 });
  // Told before it is saved: a kill in between tells it twice after a resume, not never.
  await run.onEpoch?.(log);
  await run.save(stateOf(run, progress));
}

/** Metrics of the averaged values where there is an average, else of the present ones. */
async function judgeValues({ values, replicas, judge }: FitRun, { judgedView }: Progress) {
  if (judgedView.weights === values.all) return judge();
  const present = values.all.slice();
  values.all.set(judgedView.weights);
  replicas.valuesChanged();
  try {
    return await judge();
  } finally {
    values.all.set(present);
    replicas.valuesChanged();
  }
}
