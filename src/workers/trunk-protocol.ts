// Everything that crosses between who needs a frozen trunk's output and the workers that
// compute it.
import type { ViewSpec } from '../core/data/view';
import type { TrunkSetup } from '../core/model/trunk-output';
import type { BackendName } from '../engine/backend';

/** The first message to a trunk worker; then come jobs. */
export interface TrunkStart {
  readonly kind: 'start';
  readonly setup: TrunkSetup;
  readonly spec: ViewSpec;
  /** Of each picture: the plain one and changed ones. */
  readonly views: number;
  /** The one that runs, or every job fails. */
  readonly backend: BackendName;
}

export interface TrunkJob {
  readonly blob: Blob;
  /** Names it in random draws, the same on every machine. */
  readonly id: string;
}

export interface TrunkReply {
  /** float32 [views, length]. */
  readonly values: Float32Array;
  /** Time from the file to the values. */
  readonly seconds: number;
  /** Whether it was the worker's first, which warms up. */
  readonly isFirst: boolean;
  /** Of the backend; 0 where it has none. */
  readonly heapBytes: number;
}
