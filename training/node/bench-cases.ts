// The networks that `bench:train` measures, with the batches they are trained in.
import { paperNetworks } from '../../src/core/model/paper-networks';
import type { NetworkConfig } from '../../src/core/train/networks/create-network';

export interface BenchCase {
  readonly name: string;
  readonly network: NetworkConfig;
  readonly batch: number;
  readonly microBatch: number;
  /** Whether plain tfjs ends within a minute or so. */
  readonly plainIsQuick: boolean;
}

const mobileNet = {
  kind: 'mobilenet-v2',
  sizePx: 224,
  fromBlock: 0,
  lastBlock: 16,
  topChannels: 1280,
  normalisation: 'folded',
  dropout: 0.2,
  labels: 2,
} as const;

export const benchCases: readonly BenchCase[] = [
  {
    name: 'v2.0@224',
    network: { kind: 'cnn', ...paperNetworks['cnn-v2'], sizePx: 224, labels: 2 },
    batch: 16,
    microBatch: 4,
    plainIsQuick: false,
  },
  {
    name: 'v2.0@500',
    network: { kind: 'cnn', ...paperNetworks['cnn-v2'], sizePx: 500, labels: 2 },
    batch: 8,
    microBatch: 4,
    plainIsQuick: false,
  },
  {
    name: 'mobilenet-v2@224',
    network: mobileNet,
    batch: 32,
    microBatch: 8,
    plainIsQuick: false,
  },
  {
    name: 'mobilenet-v2@224-norm',
    network: { ...mobileNet, normalisation: 'batch' },
    batch: 8,
    microBatch: 4,
    plainIsQuick: false,
  },
  {
    name: 'tail-from-block-11',
    network: { ...mobileNet, fromBlock: 11 },
    batch: 32,
    microBatch: 16,
    plainIsQuick: true,
  },
];
