// What a kind of network needs before it can be trained: its pictures as batches, its start
// values, and the way from trained values to an exported model.
import type { BatchSource } from '../data/batches';
import type { Sample } from '../data/manifest';
import type { ExportedNetwork } from '../model/exported';
import type { NamedWeight } from '../model/weights';
import type { TrainConfig } from '../train/config';
import type { NetworkConfig } from '../train/networks/create-network';
import type { PictureHost, WeightsHost } from './run-host';

export interface Prepared<S extends Sample> {
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
  /** Left out: what cannot be read. */
  readonly unreadable: readonly S[];
  /** The trained network as it is exported: topology, and its weights in order. */
  assemble(values: readonly NamedWeight[]): ExportedNetwork;
  close(): Promise<void>;
}

/** What preparing has to go by. */
export interface PrepareOptions<S extends Sample, Section = TrainConfig['network']> {
  readonly config: Omit<TrainConfig, 'network'> & { readonly network: Section };
  readonly samples: readonly S[];
  readonly host: PictureHost<S> & WeightsHost;
}
