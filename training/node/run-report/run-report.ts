// Everything there is to say of a training run, as plain data: what `report.json` holds
// and the page shows.
import type { DecisionFigures } from '../../../src/core/evaluate/decision';
import type { ReliabilityBin } from '../../../src/core/evaluate/calibration';
import type { RocPoint } from '../../../src/core/evaluate/roc';
import type { EpochLog } from '../../../src/core/train/callbacks/callback';
import type { Evaluation, ModelCard } from '../../../src/core/model/card';

/** What `fit` tells of an epoch. */
export type ReportedEpoch = Omit<EpochLog, 'steps'>;

/** A picture that was judged most wrongly. */
export interface Mistake {
  readonly file: string;
  readonly target: string;
  readonly diagnosis: string;
  /** Calibrated, of malignancy. */
  readonly probability: number;
  /** `data:` address of a small copy; null where it cannot be read any more. */
  readonly picture: string | null;
}

export interface RunReport {
  /** Of this format. */
  readonly version: 1;
  readonly model: Pick<ModelCard, 'name' | 'version' | 'description'> & { readonly hash: string };
  /** As it was written, JSON. */
  readonly config: string;
  readonly seed: number;
  readonly madeAt: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly data: {
    readonly folders: readonly string[];
    /** Pictures per split and target. */
    readonly counts: Readonly<Record<string, Readonly<Record<string, number>>>>;
    /** SHA-256, hex, over name, target, split and content of every picture, by name. */
    readonly hash: string;
  };
  readonly epochs: readonly ReportedEpoch[];
  /** Why training ended. */
  readonly ended: string;
  /** Split that is judged here. */
  readonly split: string;
  readonly evaluations: readonly Evaluation[];
  /** At the attend threshold. */
  readonly decision: DecisionFigures;
  readonly roc: readonly RocPoint[];
  readonly reliability: readonly ReliabilityBin[];
  readonly mistakes: readonly Mistake[];
}
