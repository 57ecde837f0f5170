// For tests only: small networks, and a short run that is the same on every backend, so
// that loss curves can be compared.
import * as v from 'valibot';
import { memorySource } from '../data/memory-source';
import { seededRandom } from '../random';
import { RunControl } from './control';
import { fit } from './fit';
import { fitSchema } from './fit-config';
import { createNetwork, type NetworkConfig } from './networks/create-network';
import { createOptimizer } from './optimizers/create-optimizer';
import { layOut } from './parameters';
import { ReplicaGroup, type GroupOptions } from './replicas/group';
import { initialValues } from './values';

const mobileNet = {
  kind: 'mobilenet-v2',
  sizePx: 32,
  fromBlock: 0,
  lastBlock: 2,
  topChannels: 0,
  dropout: 0.2,
  labels: 2,
} as const;

/** Convolutions at strides 1 and 2, depthwise ones, a residual, both normalisations; a head. */
export const tinyNetworks = {
  folded: { ...mobileNet, normalisation: 'folded' },
  normalised: { ...mobileNet, normalisation: 'batch' },
  perceptron: {
    kind: 'perceptron',
    features: 13,
    hidden: 9,
    labels: 2,
    inputDropout: 0.1,
    hiddenDropout: 0.1,
  },
} satisfies Record<string, NetworkConfig>;

export interface TinyRun extends Pick<GroupOptions, 'open'> {
  readonly network: NetworkConfig;
  readonly replicas?: number;
  readonly group?: Partial<GroupOptions>;
  /** After each step, from 1. */
  readonly onStep?: (step: number) => void;
}

/** What a run gave. */
export interface TinyResult {
  readonly backend: string;
  /** Loss of each step. */
  readonly losses: readonly number[];
  /** Weights, then moving statistics. */
  readonly values: Float32Array;
}

// Pieces of one size, and an odd one: software GPUs compile shaders for each shape, and
// odd sizes are where padding goes wrong.
const config = v.parse(fitSchema, {
  epochs: 3,
  batchSize: 6,
  microBatch: 3,
  learningRate: 0.03,
  optimizer: { kind: 'sgd', momentum: 0.9 },
  schedule: { kind: 'constant' },
  normMomentum: 0.8,
});

/** Trains for six steps through `fit`: bright noise is to be told from dark. */
export async function trainTiny({
  network,
  open,
  replicas = 1,
  group = {},
  onStep,
}: TinyRun): Promise<TinyResult> {
  const net = createNetwork(network);
  const allocate = group.share ?? undefined;
  const values = initialValues(net, 7, new Map(), allocate);
  const source = memorySource({
    rows: 12,
    shape: net.inputShape,
    labels: net.labels,
    labelOf: (row) => row % net.labels,
    write: ({ row }, target) => {
      const random = seededRandom('tiny', row);
      const centre = row % net.labels ? 0.15 : -0.15;
      for (let i = 0; i < target.length; i++) {
        target[i] = Math.max(-1, Math.min(1, centre + 0.3 * random.normal()));
      }
    },
  });
  const members = new ReplicaGroup({
    network,
    replicas,
    open,
    values,
    share: null,
    limitMs: 120_000,
    after: (ms, late) => {
      // Core's types know no clock; every host of a test has one.
      const timers = globalThis as unknown as Timers;
      const timer = timers.setTimeout(late, ms);
      return () => timers.clearTimeout(timer);
    },
    ...group,
  });
  const losses: number[] = [];
  try {
    const { name: backend } = await members.backend();
    await fit({
      config: config,
      seed: 7,
      source,
      labels: Array.from({ length: source.rows }, (_, row) => row % net.labels),
      views: 1,
      values,
      replicas: members,
      optimizer: createOptimizer(config.optimizer, layOut(net.parameters)),
      callbacks: [],
      judge: () => Promise.resolve({}),
      control: new RunControl(),
      save: () => undefined,
      saveEverySeconds: Infinity,
      onStep: ({ loss }) => {
        losses.push(loss);
        onStep?.(losses.length);
      },
      clock: () => 0,
    });
    return { backend, losses, values: values.all.slice() };
  } finally {
    await members.close();
  }
}

interface Timers {
  setTimeout(callback: () => void, ms: number): unknown;
  clearTimeout(timer: unknown): void;
}

/** Largest difference between two curves, relative to the second. */
export function curveDifference(losses: readonly number[], wanted: readonly number[]): number {
  if (losses.length !== wanted.length) return Infinity;
  return Math.max(...losses.map((loss, i) => Math.abs(loss - wanted[i]) / Math.abs(wanted[i])));
}
