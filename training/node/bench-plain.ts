// Measures one gradient of the same network on plain tfjs: its `cpu` backend, the only one
// of `@tensorflow/tfjs` that Node has, and `wasm` as it is, which cannot train at all.
import { CoreError } from '../../src/core/errors';
import { cutBatch } from '../../src/core/train/micro-batches';
import { createNetwork } from '../../src/core/train/networks/create-network';
import { Replica } from '../../src/core/train/replicas/replica';
import { initialValues } from '../../src/core/train/values';
import type { BenchResult } from '../bench';
import { openNodeBackend } from './backend';
import type { BenchCase } from './bench-cases';
import { drawnBatch } from './bench-group';

/** One picture, once: more would take minutes. */
export async function measurePlain(one: BenchCase): Promise<BenchResult> {
  const msPerImage = await oneGradient(one, 'cpu');
  return {
    network: one.name,
    engine: 'plain tfjs, cpu',
    workers: 1,
    batch: 1,
    msPerImage,
    medianMsPerImage: msPerImage,
    heapMiB: 0,
    processMiB: Math.round(process.memoryUsage.rss() / 2 ** 20),
  };
}

/** Why stock wasm is not in the table: the message it fails with, or null if it can train. */
export async function whyStockWasmFails(one: BenchCase): Promise<string | null> {
  try {
    await oneGradient(one, 'wasm');
    return null;
  } catch (error) {
    if (error instanceof CoreError) throw error;
    return (error as Error).message.split('\n')[0];
  }
}

/** Wall time of the gradient of one picture on a stock backend of this thread, in ms. */
async function oneGradient({ network }: BenchCase, backend: 'cpu' | 'wasm'): Promise<number> {
  await openNodeBackend(backend);
  const net = createNetwork(network);
  const replica = new Replica(network);
  replica.setValues(initialValues(net, 1));
  const [piece] = cutBatch(drawnBatch(network, net.inputShape, 1), {
    microBatch: 1,
    labels: network.labels,
    labelSmoothing: 0,
    classWeights: null,
    seed: 'bench',
  });
  try {
    const started = performance.now();
    await replica.gradient(piece, null);
    return performance.now() - started;
  } finally {
    replica.dispose();
  }
}
