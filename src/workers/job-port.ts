// A worker of a pool, as the pool sees it.
import type { JobAnswer, JobMessage } from '../core/jobs/messages';
import type { JobPort } from '../core/jobs/pool';

/** The part of a worker that the pool uses; satisfied by `Worker`. */
export interface JobWorker {
  postMessage(message: JobMessage): void;
  terminate(): void;
  onmessage: ((event: MessageEvent<JobAnswer>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
  onmessageerror: ((event: MessageEvent) => void) | null;
}

/** `what` it is called in errors, e.g. `a load worker`. */
export function openJobPort(worker: JobWorker, what: string): JobPort {
  return {
    send: (message) => worker.postMessage(message),
    listen: (onAnswer, onDeath) => {
      worker.onmessage = ({ data }) => onAnswer(data);
      worker.onerror = (event) => {
        event.preventDefault();
        onDeath(`${what} died: ${event.message || 'it did not load'}`);
      };
      worker.onmessageerror = () => onDeath(`${what}'s answer could not be read`);
    },
    close: () => {
      worker.onmessage = null;
      worker.onerror = null;
      worker.onmessageerror = null;
      worker.terminate();
    },
  };
}

/** The clock of a pool. */
export function after(ms: number, late: () => void): () => void {
  const timer = setTimeout(late, ms);
  return () => clearTimeout(timer);
}
