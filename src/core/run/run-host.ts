// What a host brings to a training run: the pictures, the weights to begin with, and the
// threads. Node's is training/node/run-host.ts, the tab's workers/run-host.ts.
import type { BatchSource } from '../data/batches';
import type { Sample } from '../data/manifest';
import type { ViewSpec } from '../data/view';
import type { VectorLayout } from '../model/pooled-features';
import type { NamedWeight } from '../model/weights';
import type { LogSink } from '../train/callbacks/epoch-text';
import type { FitState } from '../train/fit-state';
import type { NetworkConfig } from '../train/networks/create-network';
import type { ReplicaGroup } from '../train/replicas/group';
import type { RunValues } from '../train/values';

/** A picture to train on; its sample's `file` names it in random draws. */
export interface PictureRow<S extends Sample> {
  readonly sample: S;
  /** Index of its label; `LEFT_OUT` for none. */
  readonly label: number;
}

/** Pooled features of every view of every picture. */
export interface Features {
  /** float32 [pictures × views, length], row-major: pictures in order, then views. */
  readonly vectors: Float32Array;
  readonly views: number;
  readonly length: number;
  /** Indices of pictures that could not be read; their rows are NaN. */
  readonly unreadable: readonly number[];
}

/** What of a frozen trunk is to be computed. */
export interface TrunkOptions extends ViewSpec {
  /** The plain view and changed ones. */
  readonly views: number;
  readonly lastBlock: number;
  /** By Keras name, batch-norm folded. */
  readonly weights: readonly NamedWeight[];
  /** The pictures, where progress is shown. */
  readonly what: string;
}

/** Activations of a frozen trunk as batches. */
export interface ActivationRows {
  readonly source: BatchSource;
  /** Label of every row, `LEFT_OUT` also for one that cannot be read. */
  readonly rowLabels: readonly number[];
}

/** The hosts' part in preparing pictures. */
export interface PictureHost<S extends Sample> {
  /** Opens a stream of views. Caller disposes. */
  readonly openPictures: (
    rows: readonly PictureRow<S>[],
    spec: ViewSpec,
    labels: number,
  ) => BatchSource;
  /** Rows of pictures that cannot be used; `what` names them where progress is shown. */
  readonly findUnreadable: (samples: readonly S[], what: string) => Promise<readonly number[]>;
  /** Means and variances of the trunk's maps `taps`, which `layout` lists. */
  readonly trunkFeatures: (
    samples: readonly S[],
    trunk: TrunkOptions & { readonly taps: readonly string[]; readonly layout: VectorLayout },
  ) => Promise<Features>;
  /** The trunk's map `layer`, of `shape` [height, width, channels]. Caller disposes the source. */
  readonly trunkActivations: (
    rows: readonly PictureRow<S>[],
    trunk: TrunkOptions & {
      readonly layer: string;
      readonly shape: readonly [number, number, number];
      readonly labels: number;
    },
  ) => Promise<ActivationRows>;
}

/** Where start values come from. */
export interface WeightsHost {
  /**
   * MobileNetV2 trained on ImageNet, by Keras name, batch-norm apart.
   * @throws CoreError `config-invalid` where the host has none.
   */
  readonly backbone: () => Promise<readonly NamedWeight[]>;
  /** A trained model's weights, by its name. @throws CoreError `bundle-*`. */
  readonly modelWeights: (name: string) => Promise<readonly NamedWeight[]>;
}

/** The hosts' part in training what was prepared. */
export interface TrainingHost {
  /** Opens replicas, on threads where there are any. Caller closes. */
  readonly openReplicas: (network: NetworkConfig, values: RunValues) => Promise<ReplicaGroup>;
  /** How many work side by side. */
  readonly replicas: number;
  /** Room that the replicas' threads can see, where there is such. */
  readonly floats?: (length: number) => Float32Array;
  /** Keeps a state in place of the one before. */
  readonly saveState: (state: FitState) => Promise<void>;
  /** Keeps values that are not the last word, under a name. */
  readonly keep: (name: string, values: readonly NamedWeight[]) => Promise<void>;
  /** Where a callback's log goes. */
  readonly textSink: (name: string) => LogSink;
  /** Seconds, any origin. */
  readonly clock: () => number;
}
