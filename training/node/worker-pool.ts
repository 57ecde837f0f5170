// A pool of worker threads.
import type { JobAnswer } from '../../src/core/jobs/messages';
import { openPool, type JobPort, type WorkerPool } from '../../src/core/jobs/pool';
import { startThread } from './worker-thread';

export interface ThreadPoolOptions {
  /** File that calls `serveJobs`. */
  readonly script: URL;
  /** Given to every thread. */
  readonly workerData: unknown;
  /** Threads at most; each is started when there is a job for it. */
  readonly workers: number;
  /** A thread that takes longer for one job, its own start included, is taken for hung. */
  readonly limitMs: number;
}

/** Opens a pool. @throws CoreError `config-invalid` for a number of workers below 1. */
export function openWorkerPool<Job, Reply>({
  script,
  workerData,
  workers,
  limitMs,
}: ThreadPoolOptions): WorkerPool<Job, Reply> {
  const open = () => openThread(script, workerData);
  return openPool({ open, workers, limitMs, after });
}

function openThread(script: URL, workerData: unknown): JobPort {
  const worker = startThread(script, workerData);
  return {
    send: (message) => worker.postMessage(message),
    listen: (onAnswer, onDeath) => {
      worker.on('message', (answer: JobAnswer) => onAnswer(answer));
      worker.on('error', (error: Error) => onDeath(`a worker thread died: ${error.message}`));
      worker.on('messageerror', (error) => onDeath(`an answer was unreadable: ${error.message}`));
      worker.on('exit', (code) => onDeath(`a worker thread ended with code ${code}`));
    },
    close: () => worker.terminate(),
  };
}

function after(ms: number, late: () => void): () => void {
  const timer = setTimeout(late, ms);
  return () => clearTimeout(timer);
}
