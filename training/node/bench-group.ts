// Measures whole training steps of our engine: gradients on worker threads, AdamW and the
// average of the weights on this one.
import { weightAverage } from '../../src/core/train/callbacks/weight-average';
import { cutBatch } from '../../src/core/train/micro-batches';
import { createNetwork, type NetworkConfig } from '../../src/core/train/networks/create-network';
import { createOptimizer } from '../../src/core/train/optimizers/create-optimizer';
import { layOut } from '../../src/core/train/parameters';
import { ReplicaGroup } from '../../src/core/train/replicas/group';
import { openLocalReplica } from '../../src/core/train/replicas/local';
import { initialValues } from '../../src/core/train/values';
import { seededRandom } from '../../src/core/random';
import type { Batch } from '../../src/core/data/batches';
import type { BenchResult } from '../bench';
import type { BenchCase } from './bench-cases';
import { openReplicaThread, sharedFloats, threads } from './replica-port';

const LIMIT_MS = 30 * 60_000;

export interface GroupMeasure {
  /** `webgpu` must be running on this thread already. */
  readonly backend: 'wasm' | 'webgpu';
  readonly relaxed: boolean;
  readonly workers: number;
  readonly steps: number;
}

export async function measureGroup(
  { name, network, batch, microBatch }: BenchCase,
  engine: string,
  { backend, relaxed, workers, steps }: GroupMeasure,
): Promise<BenchResult> {
  const net = createNetwork(network);
  const values = initialValues(net, 1, undefined, sharedFloats);
  const group = new ReplicaGroup({
    network,
    replicas: workers,
    open: () =>
      backend === 'webgpu'
        ? openLocalReplica({ backend, detail: '', heapBytes: () => 0 })
        : openReplicaThread({ backend, relaxed }),
    values,
    limitMs: LIMIT_MS,
    ...threads,
  });
  const settings = { kind: 'adamw', weightDecay: 1e-4, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 };
  const optimizer = createOptimizer(settings as never, layOut(net.parameters));
  const average = weightAverage(
    {
      kind: 'weight-average',
      name: 'average',
      momentum: 0.99,
      warmUp: false,
      overwriteEverySteps: null,
    },
    values.all,
  );
  const run = { weights: values.all, learningRate: 1e-4, rateFactor: 1, stop: () => undefined };
  const drawn = drawnBatch(network, net.inputShape, batch);
  const times: number[] = [];
  let processBytes = 0;
  try {
    for (let step = 0; step <= steps; step++) {
      const started = performance.now();
      const pieces = cutBatch(drawn, {
        microBatch,
        labels: network.labels,
        labelSmoothing: 0,
        classWeights: null,
        seed: `bench/${step}`,
      });
      const { gradient } = await group.gradient(pieces);
      optimizer.step(values.weights, gradient, run.learningRate);
      average.onStep?.(run);
      group.valuesChanged();
      // The first step also starts the threads and grows their heaps.
      if (step > 0) times.push(performance.now() - started);
      processBytes = Math.max(processBytes, process.memoryUsage.rss());
    }
    times.sort((a, b) => a - b);
    return {
      network: name,
      engine,
      workers,
      batch,
      msPerImage: times[0] / batch,
      medianMsPerImage: times[times.length >> 1] / batch,
      heapMiB: Math.round(group.heapBytes / 2 ** 20),
      processMiB: Math.round(processBytes / 2 ** 20),
    };
  } finally {
    await group.close();
  }
}

/** A batch of noise: what a step costs does not depend on what it sees. */
export function drawnBatch(
  { labels }: NetworkConfig,
  shape: readonly number[],
  rows: number,
): Batch {
  const random = seededRandom('bench');
  const size = shape.reduce((product, side) => product * side, 1);
  const targets = new Float32Array(rows * labels);
  for (let row = 0; row < rows; row++) targets[row * labels + (row % labels)] = 1;
  return {
    rows: Array.from({ length: rows }, (_, row) => ({ row, view: 0 })),
    xs: Float32Array.from({ length: rows * size }, () => random.between(-1, 1)),
    targets,
  };
}
