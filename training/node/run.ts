// What a training run is made of, for the files that work on it.
import type { NamedWeight } from '../../src/core/model/weights';
import type { SpreadScale } from '../../src/core/model/pooled-features';
import type { TrainConfig } from '../../src/core/train/config';
import type { FitState } from '../../src/core/train/fit';
import type { Standardisation } from '../../src/core/train/head';
import type { BackendChoice } from '../../src/engine/backend';
import type { FiledSample } from './dataset';

export interface TrainRunOptions {
  readonly config: TrainConfig;
  readonly data: readonly string[];
  readonly out: string;
  readonly cache: string;
  readonly backend: BackendChoice;
  readonly workers: number;
  readonly resume: boolean;
  readonly judgeTest: boolean;
}

/** Log of a run: JSONL, one event a line, appended so that a resumed run keeps its past. */
export type LogEvent = (event: string, fields: object) => Promise<void>;

/** What `finishBundle` needs of a run. */
export interface FinishedRun extends TrainRunOptions {
  readonly samples: readonly FiledSample[];
  readonly backbone: readonly NamedWeight[];
  readonly scales: readonly SpreadScale[];
  readonly standard: Standardisation;
  readonly state: FitState;
  readonly log: LogEvent;
}
