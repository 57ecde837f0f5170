// What a training run is made of, for the files that work on it.
import type { TrainConfig } from '../../src/core/train/config';
import type { BackendChoice } from '../../src/engine/backend';
import type { FiledSample } from './dataset';

export interface TrainRunOptions {
  readonly config: TrainConfig;
  readonly data: readonly string[];
  /** Pictures for the gate alone; none, and the model has no gate. */
  readonly gateData: readonly string[];
  /** A source whose pictures are used neither in train nor in val. */
  readonly leaveOut?: string;
  /** Which of the labelled pictures are used; all without. */
  readonly choose?: (samples: readonly FiledSample[]) => readonly FiledSample[];
  /** Takes splits that lesions, patients or groups straddle; the card says so. */
  readonly allowLeaks?: boolean;
  readonly out: string;
  readonly cache: string;
  readonly backend: BackendChoice;
  readonly workers: number;
  readonly resume: boolean;
  readonly judgeTest: boolean;
}

/** Log of a run: JSONL, one event a line, appended so that a resumed run keeps its past. */
export type LogEvent = (event: string, fields: object) => Promise<void>;
