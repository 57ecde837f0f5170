// The part of a worker that its client uses.
import type { FromWorker, ToWorker } from './protocol';

/** Satisfied by `Worker`; tests bring a silent or dying one. */
export interface WorkerPort {
  postMessage(message: ToWorker): void;
  terminate(): void;
  onmessage: ((event: MessageEvent<FromWorker>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
  onmessageerror: ((event: MessageEvent) => void) | null;
}

/** Ends a worker; events that are already on their way must not reach its successor. */
export function retire(worker: WorkerPort): void {
  worker.onmessage = null;
  worker.onerror = null;
  worker.onmessageerror = null;
  worker.terminate();
}
