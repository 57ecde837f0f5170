// What the lead of a run and its replicas say to each other. Plain objects and float32
// arrays only, so that it is the same between threads of Node, workers of a tab, and
// within one thread.
import type { CoreErrorCode } from '../../errors';
import type { NetworkConfig } from '../networks/create-network';

/** Rows that one replica works on at once; their gradients are summed over `rows`. */
export interface MicroBatch {
  readonly rows: number;
  /** float32, rows × product(input shape). */
  readonly xs: Float32Array;
  /** float32, rows × labels: target probabilities, already smoothed. */
  readonly targets: Float32Array;
  /** float32, rows: what each row counts; 1 unless classes are weighted. */
  readonly rowWeights: Float32Array;
  /** Of the dropout masks. */
  readonly seed: string;
}

export type ToReplica =
  | {
      readonly kind: 'open';
      readonly network: NetworkConfig;
      /** Where the lead keeps weights and moving statistics, if memory can be shared. */
      readonly shared: SharedValues | null;
    }
  | { readonly kind: 'values'; readonly version: number; readonly values: Values }
  | {
      readonly kind: 'gradient';
      readonly id: number;
      /** Version of the values to work with. */
      readonly version: number;
      readonly batch: MicroBatch;
      /** Shared memory for the answer, of the size of the weights; else it is sent. */
      readonly into: Float32Array | null;
    }
  | {
      readonly kind: 'logits';
      readonly id: number;
      readonly version: number;
      readonly rows: number;
      readonly xs: Float32Array;
    }
  | { readonly kind: 'close' };

/** Weights, and the moving mean and variance of every normalisation layer, flat. */
export interface Values {
  readonly weights: Float32Array;
  readonly moving: Float32Array;
}

/** The same over shared memory; the lead writes only while no replica works. */
export type SharedValues = Values;

export type FromReplica =
  | { readonly kind: 'ready'; readonly backend: string; readonly detail: string }
  | ({ readonly kind: 'gradient'; readonly id: number } & MicroGradient)
  | { readonly kind: 'logits'; readonly id: number; readonly logits: Float32Array }
  | {
      readonly kind: 'failed';
      /** Of the job, or null when the replica could not open. */
      readonly id: number | null;
      readonly code: CoreErrorCode;
      readonly message: string;
    };

/** What a micro-batch gives. */
export interface MicroGradient {
  /** Sum over rows of weighted cross-entropy. */
  readonly loss: number;
  /** Its gradient, float32 as the weights; null when it lies in `into`. */
  readonly gradient: Float32Array | null;
  /** Batch mean and variance of every normalisation layer, flat. */
  readonly moments: Float32Array;
  /** Bytes of the backend's heap, where it has one; it never shrinks. */
  readonly heapBytes: number;
}
