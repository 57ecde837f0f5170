// What a kind of network needs before it can be trained: its pictures as batches, its start
// values, and the way from trained values to an exported model.
import type { BatchSource } from '../../src/core/data/batches';
import type { NamedWeight } from '../../src/core/model/weights';
import type { TrainConfig } from '../../src/core/train/config';
import type { NetworkConfig } from '../../src/core/train/networks/create-network';
import type { BackendChoice } from '../../src/engine/backend';
import type { FiledSample } from './dataset';

export interface Prepared {
  readonly network: NetworkConfig;
  readonly train: {
    readonly source: BatchSource;
    /**
     * What balancing tells apart, of every row: 0 benign, 1 malignant; `LEFT_OUT` for a
     * picture that cannot be read.
     */
    readonly labels: readonly number[];
    readonly views: number;
  };
  readonly val: {
    readonly source: BatchSource;
    isMalignant(row: number): boolean;
  };
  /** Start values by name; what is not there is drawn. */
  readonly known: ReadonlyMap<string, Float32Array>;
  /** Paths. */
  readonly unreadable: readonly string[];
  /** The trained network as it is exported: topology, and its weights in order. */
  assemble(values: readonly NamedWeight[]): {
    readonly topology: object;
    readonly weights: readonly NamedWeight[];
  };
  close(): Promise<void>;
}

/** What preparing has to go by. */
export interface PrepareOptions<Section = TrainConfig['network']> {
  readonly config: Omit<TrainConfig, 'network'> & { readonly network: Section };
  readonly samples: readonly FiledSample[];
  readonly cache: string;
  readonly backend: BackendChoice;
  readonly workers: number;
}
