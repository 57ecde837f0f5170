// The plain JavaScript backend: slow, and always there.
import type { LoadedBackend } from './host';

/** Loads the cpu backend. */
export async function loadCpu(): Promise<LoadedBackend> {
  await import('@tensorflow/tfjs-backend-cpu');
  return { detail: 'plain JavaScript', software: false };
}
