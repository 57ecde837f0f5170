// Worker threads that share jobs. A thread that dies or hangs is replaced, and the job it
// was at gets one more try: a crash in a decoder must not cost a run of many hours.
import type { Worker } from 'node:worker_threads';
import { StoppedError } from '../../src/core/data/stopped';
import { CoreError, type StopSignal } from '../../src/core/errors';
import type { JobAnswer, JobMessage } from './worker-jobs';
import { startThread } from './worker-thread';

export interface PoolOptions {
  /** File that calls `serveJobs`. */
  readonly script: URL;
  /** Given to every thread. */
  readonly workerData: unknown;
  /** Threads at most; each is started when there is a job for it. */
  readonly workers: number;
  /** A thread that takes longer for one job, its own start included, is taken for hung. */
  readonly limitMs: number;
}

export interface WorkerPool<Job, Reply> {
  /**
   * Hands a job to the thread with the fewest. There is no queue but the threads' own, so
   * that they go on while this thread is busy: whoever calls bounds how many jobs there are.
   * @throws CoreError as the job's handler throws it; `worker-died` or `timeout` if two
   * threads came to grief over the job. StoppedError soon after `stop` says so, or when
   * the pool is closed.
   */
  run(job: Job, stop?: StopSignal): Promise<Reply>;
  /** Ends the threads; jobs still open are rejected with StoppedError. */
  close(): Promise<void>;
}

interface OpenJob {
  readonly message: JobMessage;
  readonly stop: StopSignal | undefined;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
  tries: number;
  settled: boolean;
}

interface Thread {
  readonly worker: Worker;
  /** The first is being worked at. */
  readonly jobs: OpenJob[];
  timer: NodeJS.Timeout | undefined;
}

const TRIES = 2;
const STOP_CHECK_MS = 25;

/** Opens a pool. @throws CoreError `config-invalid` for a number of workers below 1. */
export function openWorkerPool<Job, Reply>(options: PoolOptions): WorkerPool<Job, Reply> {
  const { script, workerData, workers, limitMs } = options;
  if (!Number.isSafeInteger(workers) || workers < 1) {
    throw new CoreError('config-invalid', `there must be at least one worker: ${workers}`);
  }
  const threads = new Set<Thread>();
  const stoppable = new Set<OpenJob>();
  let stopCheck: NodeJS.Timeout | undefined;
  let nextId = 0;
  let closed = false;

  function settle(job: OpenJob, finish: () => void): void {
    if (job.settled) return;
    job.settled = true;
    stoppable.delete(job);
    if (stoppable.size === 0) {
      clearInterval(stopCheck);
      stopCheck = undefined;
    }
    finish();
  }

  // A StopSignal has no event to wait for.
  function watchStop(job: OpenJob): void {
    stoppable.add(job);
    stopCheck ??= setInterval(() => {
      for (const open of [...stoppable]) {
        if (open.stop?.aborted) settle(open, () => open.reject(new StoppedError('a job')));
      }
    }, STOP_CHECK_MS);
  }

  function assign(job: OpenJob): void {
    const all = [...threads];
    const idle = all.find((thread) => thread.jobs.length === 0);
    const thread =
      idle ??
      (all.length < workers
        ? open()
        : all.reduce((best, one) => (one.jobs.length < best.jobs.length ? one : best)));
    thread.jobs.push(job);
    thread.worker.postMessage(job.message);
    if (thread.jobs.length === 1) watchTime(thread);
  }

  function open(): Thread {
    const thread: Thread = {
      worker: startThread(script, workerData),
      jobs: [],
      timer: undefined,
    };
    threads.add(thread);
    thread.worker.on('message', (answer: JobAnswer) => {
      if (threads.has(thread)) take(thread, answer);
    });
    thread.worker.on('error', (error) => {
      replace(thread, new CoreError('worker-died', `a worker thread died: ${error.message}`));
    });
    thread.worker.on('messageerror', (error) => {
      replace(thread, new CoreError('worker-died', `an answer was unreadable: ${error.message}`));
    });
    thread.worker.on('exit', (code) => {
      replace(thread, new CoreError('worker-died', `a worker thread ended with code ${code}`));
    });
    return thread;
  }

  function take(thread: Thread, answer: JobAnswer): void {
    const job = thread.jobs.shift();
    if (!job || job.message.id !== answer.id) {
      throw new Error(`answer ${answer.id} for job ${job?.message.id}`);
    }
    watchTime(thread);
    settle(job, () => {
      if (answer.kind === 'done') job.resolve(answer.value);
      else job.reject(new CoreError(answer.code, answer.message));
    });
  }

  function watchTime(thread: Thread): void {
    clearTimeout(thread.timer);
    const [first] = thread.jobs;
    if (!first) return;
    thread.timer = setTimeout(() => {
      // Timers come before messages: if this thread was busy that long, the answer may be
      // here and unread. Two turns let it be read.
      setImmediate(() =>
        setImmediate(() => {
          if (thread.jobs[0] !== first) return;
          replace(thread, new CoreError('timeout', `a job took longer than ${limitMs} ms`));
        }),
      );
    }, limitMs);
  }

  function replace(thread: Thread, reason: CoreError): void {
    if (!threads.delete(thread)) return;
    clearTimeout(thread.timer);
    void thread.worker.terminate();
    const [atFault, ...others] = thread.jobs.splice(0);
    if (atFault && !atFault.settled) {
      if (++atFault.tries < TRIES) assign(atFault);
      else settle(atFault, () => atFault.reject(reason));
    }
    others.filter((job) => !job.settled).forEach(assign);
  }

  return {
    run(job, stop) {
      if (closed) return Promise.reject(new StoppedError('the worker pool'));
      if (stop?.aborted) return Promise.reject(new StoppedError('a job'));
      return new Promise<Reply>((resolve, reject) => {
        const message: JobMessage = { id: nextId++, job };
        const entry: OpenJob = {
          message,
          stop,
          // The script answers with its own reply type.
          resolve: resolve as (value: unknown) => void,
          reject,
          tries: 0,
          settled: false,
        };
        if (stop) watchStop(entry);
        assign(entry);
      });
    },
    async close() {
      closed = true;
      const open = [...threads];
      threads.clear();
      for (const { jobs, timer } of open) {
        clearTimeout(timer);
        for (const job of jobs) settle(job, () => job.reject(new StoppedError('the worker pool')));
      }
      await Promise.all(open.map(({ worker }) => worker.terminate()));
    },
  };
}
