// Starts wasm with the training kernels, for tests in Node. Only tests import this.
import { createRequire } from 'node:module';
import { readFile } from 'node:fs/promises';
import { setFlagsFromString } from 'node:v8';
import '@tensorflow/tfjs-backend-cpu';
import { ready, setBackend } from '@tensorflow/tfjs-core';
import { compileKernels, kernelFile, type KernelBuild } from './compile';
import { installTrainingKernels, type TrainingKernels } from './install';
import { loadWasm } from './load';

/** `plain`: as on an engine without relaxed SIMD. */
export async function startTrainingWasm(build: KernelBuild): Promise<TrainingKernels> {
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
  return installTrainingKernels({ plain, relaxed });
}

function bytesOf(file: Buffer): ArrayBuffer {
  return new Uint8Array(file).buffer;
}
