// For tests only: the plain CPU backend and a check that no tensor is left behind. Never
// imported by shipped code (src/architecture.test.ts sees to it).
import '@tensorflow/tfjs-backend-cpu';
import { memory, ready, setBackend } from '@tensorflow/tfjs-core';

/** Puts tfjs on the `cpu` backend. */
export async function useCpuBackend(): Promise<void> {
  await setBackend('cpu');
  await ready();
}

/** Runs `fn` and throws if it leaves more or fewer tensors than it found. */
export async function expectNoLeak<T>(fn: () => Promise<T> | T): Promise<T> {
  const before = memory().numTensors;
  const result = await fn();
  const after = memory().numTensors;
  if (after !== before) throw new Error(`${after - before} tensors left behind`);
  return result;
}
