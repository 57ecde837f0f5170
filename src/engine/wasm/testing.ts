// Starts wasm with the training kernels, for tests in Node, and holds what they give against
// plain cpu. Only tests import this.
import { createRequire } from 'node:module';
import { readFile } from 'node:fs/promises';
import { setFlagsFromString } from 'node:v8';
import '@tensorflow/tfjs-backend-cpu';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import { seededRandom, type Random } from '../../core/random';
import { compileKernels, kernelFile, type KernelBuild } from './compile';
import { Heap } from './heap';
import { installTrainingKernels, type TrainingKernels } from './install';
import type { KernelContext } from './kernels/registry';
import { loadWasm } from './load';
import { openKernels, type KernelBytes } from './module';

/** `plain`: as on an engine without relaxed SIMD. */
export async function startTrainingWasm(build: KernelBuild): Promise<TrainingKernels> {
  return installTrainingKernels(await startWasm(build));
}

/** The kernels themselves, over wasm that runs without them. */
export async function openKernelContext(build: KernelBuild): Promise<KernelContext> {
  const bytes = await startWasm(build);
  const heap = new Heap(tf.backend() as BackendWasm);
  const { module } = await openKernels(bytes, heap.memory);
  return { heap, module };
}

async function startWasm(build: KernelBuild): Promise<KernelBytes> {
  // Node 20 has relaxed SIMD behind this flag; newer ones by default.
  if (build === 'relaxed') setFlagsFromString('--experimental-wasm-relaxed-simd');
  await compileKernels();
  const require = createRequire(import.meta.url);
  const file = (name: string) => require.resolve(`@tensorflow/tfjs-backend-wasm/dist/${name}`);
  await loadWasm({
    plain: file('tfjs-backend-wasm.wasm'),
    simd: file('tfjs-backend-wasm-simd.wasm'),
  });
  await tf.setBackend('wasm');
  await tf.ready();
  const plain = bytesOf(await readFile(kernelFile('plain')));
  const relaxed =
    build === 'plain' ? new ArrayBuffer(0) : bytesOf(await readFile(kernelFile('relaxed')));
  return { plain, relaxed };
}

function bytesOf(file: Buffer): ArrayBuffer {
  return new Uint8Array(file).buffer;
}

export type Shape = number[];

/** Runs `work` on a backend with the same drawn inputs, and reads what it returns. */
async function on(
  backend: 'cpu' | 'wasm',
  shapes: readonly Shape[],
  work: (...inputs: tf.Tensor[]) => tf.Tensor | tf.Tensor[],
  draw: (random: Random) => number = (random) => random.normal(),
): Promise<Float32Array[]> {
  await tf.setBackend(backend);
  const inputs = shapes.map((shape, i) => {
    const random = seededRandom('kernels', i);
    const values = Float32Array.from({ length: tf.util.sizeFromShape(shape) }, () => draw(random));
    return tf.tensor(values, shape);
  });
  const before = tf.memory().numTensors;
  const outputs = [tf.tidy(() => work(...inputs))].flat();
  expect(tf.memory().numTensors - before).toBe(outputs.length);
  const values = await Promise.all(outputs.map((output) => output.data<'float32'>()));
  tf.dispose([inputs, outputs]);
  return values;
}

/** Largest difference over the largest value, over all outputs. */
function relativeError(got: readonly Float32Array[], wanted: readonly Float32Array[]): number {
  return Math.max(
    ...wanted.map((values, i) => {
      expect(got[i].length).toBe(values.length);
      const largest = values.reduce((most, v) => Math.max(most, Math.abs(v)), 1e-6);
      const worst = values.reduce((most, v, k) => {
        const difference = Math.abs(v - got[i][k]);
        return Number.isNaN(difference) ? Infinity : Math.max(most, difference);
      }, 0);
      return worst / largest;
    }),
  );
}

/** Holds what wasm gives against plain cpu. */
export async function expectSame(
  ...args: Parameters<typeof on> extends [unknown, ...infer R] ? R : never
) {
  const wanted = await on('cpu', ...args);
  expect(relativeError(await on('wasm', ...args), wanted)).toBeLessThan(1e-5);
}
