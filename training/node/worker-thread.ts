// Starts a worker thread from a TypeScript file.
import { Worker } from 'node:worker_threads';

/** Starts `script` (a file URL) in a thread of its own. */
export function startThread(script: URL, workerData: unknown): Worker {
  const start = new URL('./worker-start.mjs', import.meta.url);
  return new Worker(start, { workerData, argv: [script.href] });
}
