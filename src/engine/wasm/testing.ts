// Starts wasm with the training kernels, for tests in Node. Only tests import this.
import { createRequire } from 'node:module';
import { readFile } from 'node:fs/promises';
import { setFlagsFromString } from 'node:v8';
import '@tensorflow/tfjs-backend-cpu';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { backend, ready, setBackend } from '@tensorflow/tfjs-core';
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
  const heap = new Heap(backend() as BackendWasm);
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
  await setBackend('wasm');
  await ready();
  const plain = bytesOf(await readFile(kernelFile('plain')));
  const relaxed =
    build === 'plain' ? new ArrayBuffer(0) : bytesOf(await readFile(kernelFile('relaxed')));
  return { plain, relaxed };
}

function bytesOf(file: Buffer): ArrayBuffer {
  return new Uint8Array(file).buffer;
}
