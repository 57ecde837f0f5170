// All that a run is between two steps, as plain data: what a checkpoint holds.
import type { CallbackState, EpochLog } from './callbacks/callback';
import type { OptimizerState } from './optimizers/optimizer';

export interface FitState {
  /** Epochs finished. */
  readonly epoch: number;
  /** Steps of the running epoch that are done. */
  readonly step: number;
  /** Loss summed over the rows of those steps, and their number. */
  readonly lossSum: number;
  readonly rows: number;
  /** Wall time of those steps. */
  readonly seconds: number;
  /** Of the last step. */
  readonly learningRate: number;
  /** What callbacks made of the schedule's rate. */
  readonly rateFactor: number;
  /** Weights, then moving statistics. */
  readonly values: Float32Array;
  readonly optimizer: OptimizerState;
  /** By name. */
  readonly callbacks: Readonly<Record<string, CallbackState>>;
  readonly history: readonly EpochLog[];
  /** Set by a callback that ended the run; a resumed run is then at its end. */
  readonly ended: string | null;
}
