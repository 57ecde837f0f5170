// How long a run will take and how much memory, from what a little of it took on the same
// device and backend. Pure arithmetic: workers/measure-run.ts does the measuring, the Lab
// shows what comes out.
import { epochPlan } from '../data/batches';
import type { Sample } from '../data/manifest';
import type { TrainConfig } from '../train/config';

/** What a little of a run took. Times in seconds. */
export interface Measured {
  readonly backend: string;
  /** Of the backend, e.g. its adapter. */
  readonly detail: string;
  /** Pictures of the set that it was measured with. */
  readonly pictures: number;
  readonly replicas: number;
  /** Until workers have started and the first of everything is done, which GPUs compile for. */
  readonly startSeconds: number;
  /** One view through the frozen trunk, workers side by side; 0 where nothing is frozen. */
  readonly viewSeconds: number;
  /** Heaps of these workers, their peak; they end before the replicas start. */
  readonly trunkBytes: number;
  /** What is kept of a view, and where; 0 bytes where nothing is. */
  readonly viewBytes: number;
  readonly viewsKeptIn: 'memory' | 'disk';
  /** A micro-batch on every replica, while as many pictures are read for the next. */
  readonly roundSeconds: number;
  /** Rows of the largest of its micro-batches. */
  readonly roundRows: number;
  /** The optimizer's step. */
  readonly updateSeconds: number;
  /** One val picture after an epoch. */
  readonly judgeSeconds: number;
  /** One val picture through the finished model. */
  readonly finishSeconds: number;
  /** Heap of a replica, its peak; 0 where the backend has none to look at. */
  readonly heapBytes: number;
  /** Weights, gradients, the optimizer's state, what callbacks keep. */
  readonly weightBytes: number;
  /** Batches that are read ahead. */
  readonly batchBytes: number;
}

/** How large a run is. */
export interface RunSize {
  /** Rows of every step of an epoch. */
  readonly steps: readonly number[];
  /** Views that a frozen trunk sees, 0 where nothing is frozen. */
  readonly frozenViews: number;
  /** Pictures that are judged. */
  readonly val: number;
}

/** Times in seconds. */
export interface Estimate {
  /** Features or activations, once. */
  readonly prepareSeconds: number;
  readonly epochSeconds: number;
  /** With all epochs; early stopping may end it before. */
  readonly totalSeconds: number;
  readonly memory: {
    readonly replicaBytes: number;
    readonly otherBytes: number;
    /** At its peak, in training or before. */
    readonly totalBytes: number;
    /** On disk, while it trains. */
    readonly diskBytes: number;
  };
}

/** Memory as far as a browser tells; null where it does not. */
export interface DeviceLimits {
  readonly memoryBytes: number | null;
  readonly diskBytes: number | null;
}

/** Why a run may fail for want of memory. */
export type MemoryWarning = 'heap' | 'device' | 'disk';

/** A wasm memory has 65,536 pages of 64 KiB at most. */
export const WASM_BYTES = 4 * 2 ** 30;
/** A heap that is this full in one step may burst in another. */
const FULL_SHARE = 0.75;

/** Whether part of the network is frozen, so that its output is computed once. */
export function isFrozenBelow({ network }: Pick<TrainConfig, 'network'>): boolean {
  return (
    network.kind === 'frozen-head' || (network.kind === 'mobilenet-v2' && network.fromBlock > 0)
  );
}

/** The size of a run on labelled samples; the plan is the run's own. */
export function runSizeOf(
  config: TrainConfig,
  samples: readonly Pick<Sample, 'split' | 'target'>[],
): RunSize {
  const { augmented } = config.views;
  const train = samples.filter(({ split }) => split === 'train');
  const val = samples.filter(({ split }) => split === 'val').length;
  const isFrozen = isFrozenBelow(config);
  const plan = epochPlan({
    ...config.fit,
    seed: config.seed,
    epoch: 0,
    labels: train.map(({ target }) => Number(target === 'malignant')),
    views: isFrozen ? 1 + augmented : augmented > 0 ? Infinity : 1,
  });
  return {
    steps: plan.map(({ length }) => length),
    frozenViews: isFrozen ? train.length * (1 + augmented) + val : 0,
    val,
  };
}

/** The estimate, with every picture as slow as those that were measured. */
export function estimateRun(
  { epochs, microBatch }: Pick<TrainConfig['fit'], 'epochs' | 'microBatch'>,
  { steps, frozenViews, val }: RunSize,
  measured: Measured,
): Estimate {
  const prepareSeconds = frozenViews * measured.viewSeconds;
  const epochSeconds =
    steps.reduce((sum, rows) => sum + stepSeconds(rows, microBatch, measured), 0) +
    val * measured.judgeSeconds;
  const replicaBytes = measured.replicas * measured.heapBytes;
  const keptBytes = frozenViews * measured.viewBytes;
  const isOnDisk = measured.viewsKeptIn === 'disk';
  const inMemoryBytes = isOnDisk ? 0 : keptBytes;
  const otherBytes = measured.weightBytes + measured.batchBytes + inMemoryBytes;
  return {
    prepareSeconds,
    epochSeconds,
    totalSeconds:
      measured.startSeconds + prepareSeconds + epochs * epochSeconds + val * measured.finishSeconds,
    memory: {
      replicaBytes,
      otherBytes,
      totalBytes: Math.max(replicaBytes + otherBytes, measured.trunkBytes + inMemoryBytes),
      diskBytes: isOnDisk ? keptBytes : 0,
    },
  };
}

// A batch is cut into micro-batches, of which the replicas take one each at a time. Only
// the last can be smaller, and a round is as long as its largest.
function stepSeconds(
  rows: number,
  microBatch: number,
  { replicas, roundSeconds, roundRows, updateSeconds }: Measured,
): number {
  const perRow = roundSeconds / roundRows;
  let seconds = updateSeconds;
  for (let from = 0; from < rows; from += microBatch * replicas) {
    seconds += perRow * Math.min(microBatch, rows - from);
  }
  return seconds;
}

/** What a run with this estimate may fail of. Warns, and refuses nothing. */
export function memoryWarnings(
  { heapBytes }: Pick<Measured, 'heapBytes'>,
  { memory }: Pick<Estimate, 'memory'>,
  { memoryBytes, diskBytes }: DeviceLimits,
): MemoryWarning[] {
  return [
    ...(heapBytes > FULL_SHARE * WASM_BYTES ? (['heap'] as const) : []),
    ...(memoryBytes !== null && memory.totalBytes > memoryBytes ? (['device'] as const) : []),
    ...(diskBytes !== null && memory.diskBytes > diskBytes ? (['disk'] as const) : []),
  ];
}

/**
 * Whether what was measured with one config holds for another: all that makes a step longer
 * or larger is the same. Epochs, rates and what is promised do not.
 */
export function measuresAlike(one: TrainConfig, other: TrainConfig): boolean {
  return paceOf(one) === paceOf(other);
}

function paceOf({ preprocess, labels, network, views, turns, fit }: TrainConfig): string {
  const { batchSize, microBatch, optimizer, callbacks, mixup } = fit;
  const kinds = callbacks.map(({ kind }) => kind);
  return JSON.stringify([
    ...[preprocess, labels, network, views, turns],
    ...[batchSize, microBatch, optimizer.kind, kinds, mixup > 0],
  ]);
}
