// The training kernels in the browser; the counterpart in Node is training/node/kernels.ts.
import { CoreError } from '../core/errors';
import plainUrl from '../engine/wasm/compiled/kernels-plain.wasm?url';
import relaxedUrl from '../engine/wasm/compiled/kernels-relaxed.wasm?url';
import { installTrainingKernels, type TrainingKernels } from '../engine/wasm/install';

/**
 * Installs them on the current backend, which must be wasm. `relaxed: false` does without
 * fused multiply-add, as on an engine that lacks it.
 * @throws CoreError `backend-unavailable` also when they cannot be fetched.
 */
export async function installTabKernels({ relaxed = true } = {}): Promise<TrainingKernels> {
  const [plain, fused] = await Promise.all([
    fetchBytes(plainUrl),
    relaxed ? fetchBytes(relaxedUrl) : new ArrayBuffer(0),
  ]);
  return installTrainingKernels({ plain, relaxed: fused });
}

async function fetchBytes(url: string): Promise<ArrayBuffer> {
  const response = await fetch(url);
  if (!response.ok) {
    throw new CoreError('backend-unavailable', `no training kernels: ${url} is ${response.status}`);
  }
  return response.arrayBuffer();
}
