// The worker thread's side of a `WorkerPool`.
import { parentPort } from 'node:worker_threads';
import type { JobMessage } from '../../src/core/jobs/messages';
import { answerJobs, type PrepareJobs } from '../../src/core/jobs/serve';

/** Answers the pool's jobs, as `answerJobs` does; a bug ends the thread. */
export function serveJobs<Job, Reply>(prepare: PrepareJobs<Job, Reply>): void {
  const port = parentPort;
  if (!port) throw new Error('this file runs in a worker thread only');
  const answer = answerJobs(prepare, (reply, transfer) => port.postMessage(reply, transfer));
  // What rejects here is unhandled and ends the thread.
  port.on('message', (message: JobMessage<Job>) => void answer(message));
}
