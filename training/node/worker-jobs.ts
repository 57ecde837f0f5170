// The worker thread's side of a `WorkerPool`: one job at a time, one answer for each.
import { parentPort } from 'node:worker_threads';
import type { Transferable } from 'node:worker_threads';
import { CoreError, type CoreErrorCode } from '../../src/core/errors';

/** Pool → worker. */
export interface JobMessage {
  readonly id: number;
  readonly job: unknown;
}

/** Worker → pool: one for each job, in the order of the jobs. */
export type JobAnswer =
  | { readonly id: number; readonly kind: 'done'; readonly value: unknown }
  | {
      readonly id: number;
      readonly kind: 'failed';
      readonly code: CoreErrorCode;
      readonly message: string;
    };

/** What a handler gives: the answer, and the buffers in it that are handed over, not copied. */
export interface JobResult<Reply> {
  readonly value: Reply;
  readonly transfer?: readonly ArrayBuffer[];
}

/**
 * Answers the pool's jobs, one after the other, with the handler that `prepare` makes. A
 * `CoreError` of either is the job's answer; anything else is our bug and ends the thread.
 */
export function serveJobs<Job, Reply>(
  prepare: () => Promise<(job: Job) => Promise<JobResult<Reply>>>,
): void {
  const port = parentPort;
  if (!port) throw new Error('this file runs in a worker thread only');
  const ready = prepare();
  const answer = async ({ id, job }: JobMessage) => {
    try {
      const handle = await ready;
      // The pool's caller and the handler's file agree on the type.
      const { value, transfer = [] } = await handle(job as Job);
      port.postMessage({ id, kind: 'done', value } satisfies JobAnswer, [
        ...transfer,
      ] as Transferable[]);
    } catch (error) {
      if (!(error instanceof CoreError)) throw error;
      const { code, message } = error;
      port.postMessage({ id, kind: 'failed', code, message } satisfies JobAnswer);
    }
  };
  let last = Promise.resolve();
  port.on('message', (message: JobMessage) => {
    // An error that passes `answer` rejects here and, unhandled, ends the thread with it.
    last = last.then(() => answer(message));
  });
  // It is the first job's answer; a thread without a job need not end for it.
  ready.catch(() => {});
}
