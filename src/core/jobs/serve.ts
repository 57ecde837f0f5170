// The worker's side of a `WorkerPool`: one job at a time, one answer for each.
import { CoreError } from '../errors';
import type { JobAnswer, JobMessage } from './messages';

/** What a handler gives: the answer, and the buffers in it that are handed over, not copied. */
export interface JobResult<Reply> {
  readonly value: Reply;
  readonly transfer?: readonly ArrayBuffer[];
}

/** Makes the handler, once, before the first job. */
export type PrepareJobs<Job, Reply> = () => Promise<(job: Job) => Promise<JobResult<Reply>>>;

/**
 * Answers jobs, one after the other, with the handler that `prepare` makes. A `CoreError`
 * of either is the job's answer. Anything else is our bug: the promise of that job and of
 * all later ones rejects with it, and the host must end the worker.
 */
export function answerJobs<Job, Reply>(
  prepare: PrepareJobs<Job, Reply>,
  send: (answer: JobAnswer, transfer: ArrayBuffer[]) => void,
): (message: JobMessage<Job>) => Promise<void> {
  const ready = prepare();
  // It is the first job's answer; a worker without a job need not end for it.
  ready.catch(() => {});
  const answer = async ({ id, job }: JobMessage<Job>) => {
    try {
      const handle = await ready;
      const { value, transfer = [] } = await handle(job);
      send({ id, kind: 'done', value }, [...transfer]);
    } catch (error) {
      if (!(error instanceof CoreError)) throw error;
      const { code, message } = error;
      send({ id, kind: 'failed', code, message }, []);
    }
  };
  let last = Promise.resolve();
  return (message) => (last = last.then(() => answer(message)));
}
