// The training kernels in Node: compiled when they are not yet, and installed on wasm.
import { readFile } from 'node:fs/promises';
import { setFlagsFromString } from 'node:v8';
import { compileKernels, kernelFile } from '../../src/engine/wasm/compile';
import { installTrainingKernels, type TrainingKernels } from '../../src/engine/wasm/install';

/**
 * Installs them on the current backend, which must be wasm. `relaxed: false` does without
 * fused multiply-add, as on an engine that lacks it.
 */
export async function installKernels({ relaxed = true } = {}): Promise<TrainingKernels> {
  await compileKernels();
  const plain = await read(kernelFile('plain'));
  if (!relaxed) return installTrainingKernels({ plain, relaxed: new ArrayBuffer(0) });
  const bytes = await read(kernelFile('relaxed'));
  // Node 20 has relaxed SIMD behind a flag; for newer ones the flag is none.
  if (!WebAssembly.validate(bytes)) setFlagsFromString('--experimental-wasm-relaxed-simd');
  return installTrainingKernels({ plain, relaxed: bytes });
}

async function read(path: string): Promise<ArrayBuffer> {
  return new Uint8Array(await readFile(path)).buffer;
}
