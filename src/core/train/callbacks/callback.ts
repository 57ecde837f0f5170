// What a callback of the training loop is: something that watches the epochs and may
// change the run, save weights or write a log. The loop calls them in the order given.

/** One finished epoch. */
export interface EpochLog {
  /** 1 is the first. */
  readonly epoch: number;
  /** Optimizer steps of the whole run so far. */
  readonly steps: number;
  /** Of the epoch's last step. */
  readonly learningRate: number;
  /** Wall time of the epoch. */
  readonly seconds: number;
  /** For example `loss`, `valLoss`, `valAuroc`. */
  readonly metrics: Readonly<Record<string, number>>;
}

/** What a callback may see of a run and do to it. */
export interface TrainingRun {
  /** All trained weights, live: writing changes the run, keeping needs a copy. */
  readonly weights: Float32Array;
  /** Of the last step. */
  readonly learningRate: number;
  /** Multiplies the schedule, from the next step on. */
  rateFactor: number;
  /** Ends the run after this epoch. `reason`: for people, half a sentence. */
  stop(reason: string): void;
}

/**
 * All that a callback is between two epochs, in a form that survives JSON and raw
 * float32: no NaN, no infinity; `null` is "not yet".
 */
export interface CallbackState {
  readonly numbers: Readonly<Record<string, number | null>>;
  readonly arrays: Readonly<Record<string, Float32Array>>;
}

/** A callback. A state may be asked for after any `onEpoch`, and before `onEnd`. */
export interface Callback {
  /** Unlike any other's in the run; its state is kept under it. */
  readonly name: string;
  /** After every optimizer step. */
  onStep?(run: TrainingRun): void;
  /** After every epoch; the loop waits. */
  onEpoch?(log: EpochLog, run: TrainingRun): void | Promise<void>;
  /** Once, however the run ends. May change the weights for good. */
  onEnd?(run: TrainingRun): void | Promise<void>;
  /** A copy of the state. */
  state(): CallbackState;
  /**
   * Puts a saved state back into a fresh callback.
   * @throws CoreError `config-invalid` for a state of another callback.
   */
  restore(state: CallbackState): void;
}
