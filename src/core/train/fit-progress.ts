// Where a running fit is, and its way to and from the plain state that a checkpoint holds.
import { CoreError } from '../errors';
import type { EpochLog, TrainingRun } from './callbacks/callback';
import type { FitRun } from './fit';
import type { FitState } from './fit-state';

/** The moving parts of the loop; meaning as in `FitState`. */
export interface Progress {
  epoch: number;
  step: number;
  lossSum: number;
  rows: number;
  seconds: number;
  ended: string | null;
  readonly history: EpochLog[];
  /** What callbacks see of the live values. */
  readonly view: TrainingRun & { learningRate: number };
  /** The same, with averaged values in place of the live ones where they are averaged. */
  readonly judgedView: TrainingRun;
  /** Last values whose loss was finite. */
  readonly good: Float32Array;
}

/**
 * The start of a run, or its continuation: puts values, optimizer and callbacks back.
 * @throws CoreError `config-invalid` for a state of another network, optimizer or
 * callbacks.
 */
export function beginProgress({ values, optimizer, callbacks, from }: FitRun): Progress {
  if (from) {
    if (from.values.length !== values.all.length) {
      throw new CoreError(
        'config-invalid',
        `a state of ${from.values.length} values for a network of ${values.all.length}`,
      );
    }
    values.all.set(from.values);
    optimizer.restore(from.optimizer);
    for (const callback of callbacks) {
      const state = from.callbacks[callback.name];
      if (!state) {
        throw new CoreError('config-invalid', `the state holds nothing of ${callback.name}`);
      }
      callback.restore(state);
    }
  }
  const view = {
    weights: values.all,
    learningRate: from?.learningRate ?? 0,
    rateFactor: from?.rateFactor ?? 1,
    stop: (reason: string) => void (progress.ended ??= reason),
  };
  const averaging = callbacks.find((callback) => 'average' in callback);
  const average = (averaging as { average?: Float32Array } | undefined)?.average;
  const progress: Progress = {
    epoch: from?.epoch ?? 0,
    step: from?.step ?? 0,
    lossSum: from?.lossSum ?? 0,
    rows: from?.rows ?? 0,
    seconds: from?.seconds ?? 0,
    ended: from?.ended ?? null,
    history: [...(from?.history ?? [])],
    view,
    judgedView: average ? viewWith(view, average) : view,
    good: values.all.slice(),
  };
  return progress;
}

/** A copy of everything, to be saved. */
export function stateOf({ values, optimizer, callbacks }: FitRun, progress: Progress): FitState {
  const { epoch, step, lossSum, rows, seconds, ended, history, view } = progress;
  return {
    epoch,
    step,
    lossSum,
    rows,
    seconds,
    learningRate: view.learningRate,
    rateFactor: view.rateFactor,
    values: values.all.slice(),
    optimizer: optimizer.state(),
    callbacks: Object.fromEntries(callbacks.map((one) => [one.name, one.state()])),
    history: [...history],
    ended,
  };
}

// Other weights, but the same rate and the same way to stop.
function viewWith(view: TrainingRun, weights: Float32Array): TrainingRun {
  return {
    weights,
    get learningRate() {
      return view.learningRate;
    },
    get rateFactor() {
      return view.rateFactor;
    },
    set rateFactor(factor) {
      view.rateFactor = factor;
    },
    stop: (reason) => view.stop(reason),
  };
}
