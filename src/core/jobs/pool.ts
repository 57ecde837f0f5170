// Workers that share jobs, on any host. A worker that dies or hangs is replaced, and the
// job it was at gets one more try: a crash in a decoder must not cost a run of many hours.
import { StoppedError } from '../data/stopped';
import { CoreError, type StopSignal } from '../errors';
import type { JobAnswer, JobMessage } from './messages';

/** A way to one worker. */
export interface JobPort {
  send(message: JobMessage): void;
  /**
   * Set once, before the first `send`. `onDeath`: the worker ended, or said what nobody
   * can read; nothing is heard of it after `close`.
   */
  listen(onAnswer: (answer: JobAnswer) => void, onDeath: (reason: string) => void): void;
  close(): Promise<unknown> | void;
}

export interface PoolOptions {
  /** Starts a worker that answers with `answerJobs`. */
  readonly open: () => JobPort;
  /** Workers at most; each is started when there is a job for it. */
  readonly workers: number;
  /** A worker that takes longer for one job, its own start included, is taken for hung. */
  readonly limitMs: number;
  /** Calls back after a time unless cancelled; core has no clock of its own. */
  readonly after: (ms: number, late: () => void) => () => void;
}

export interface WorkerPool<Job, Reply> {
  /**
   * Hands a job, once it is there, to the worker with the fewest. There is no queue but the
   * workers' own, so that they go on while this thread is busy: whoever calls bounds how
   * many jobs there are.
   * @throws CoreError as the job's handler throws it; `worker-died` or `timeout` if two
   * workers came to grief over the job. StoppedError soon after `stop` says so, or when
   * the pool is closed. What a promised job rejects with.
   */
  run(job: Job | Promise<Job>, stop?: StopSignal): Promise<Reply>;
  /** Ends the workers; jobs still open are rejected with StoppedError. */
  close(): Promise<void>;
}

interface OpenJob {
  readonly id: number;
  readonly stop: StopSignal | undefined;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
  job: unknown;
  tries: number;
}

interface Member {
  readonly port: JobPort;
  /** The first is being worked at. */
  readonly jobs: OpenJob[];
  stopClock: () => void;
}

const TRIES = 2;
const STOP_CHECK_MS = 25;
const GRACE_MS = 50;

/** Opens a pool. @throws CoreError `config-invalid` for a number of workers below 1. */
export function openPool<Job, Reply>(options: PoolOptions): WorkerPool<Job, Reply> {
  const { open, workers, limitMs, after } = options;
  if (!Number.isSafeInteger(workers) || workers < 1) {
    throw new CoreError('config-invalid', `there must be at least one worker: ${workers}`);
  }
  const members = new Set<Member>();
  const unsettled = new Set<OpenJob>();
  let cancelStopCheck: (() => void) | null = null;
  let nextId = 0;
  let closed = false;

  function settle(job: OpenJob, finish: () => void): void {
    if (unsettled.delete(job)) finish();
  }

  // A StopSignal has no event to wait for.
  function watchStops(): void {
    cancelStopCheck ??= after(STOP_CHECK_MS, () => {
      cancelStopCheck = null;
      for (const job of [...unsettled]) {
        if (job.stop?.aborted) settle(job, () => job.reject(new StoppedError('a job')));
      }
      if ([...unsettled].some(({ stop }) => stop)) watchStops();
    });
  }

  function assign(job: OpenJob): void {
    try {
      const member = leastBusy();
      member.port.send({ id: job.id, job: job.job });
      member.jobs.push(job);
      if (member.jobs.length === 1) watchTime(member);
    } catch (error) {
      settle(job, () => job.reject(error));
    }
  }

  function leastBusy(): Member {
    const all = [...members];
    const idle = all.find(({ jobs }) => jobs.length === 0);
    if (idle) return idle;
    if (all.length < workers) return start();
    return all.reduce((best, one) => (one.jobs.length < best.jobs.length ? one : best));
  }

  function start(): Member {
    const member: Member = { port: openPort(open), jobs: [], stopClock: () => undefined };
    members.add(member);
    member.port.listen(
      (answer) => {
        if (members.has(member)) take(member, answer);
      },
      (reason) => replace(member, new CoreError('worker-died', reason)),
    );
    return member;
  }

  function take(member: Member, answer: JobAnswer): void {
    const [job] = member.jobs;
    if (job?.id !== answer.id) {
      const what = `a worker answered job ${answer.id} while at job ${job?.id}`;
      replace(member, new CoreError('worker-died', what));
      return;
    }
    member.jobs.shift();
    watchTime(member);
    settle(job, () => {
      if (answer.kind === 'done') job.resolve(answer.value);
      else job.reject(new CoreError(answer.code, answer.message));
    });
  }

  function watchTime(member: Member): void {
    member.stopClock();
    const [first] = member.jobs;
    if (!first) return;
    member.stopClock = after(limitMs, () => {
      // Clocks may come before messages: if this thread was busy that long, the answer may
      // be here and unread. Now it can be read.
      member.stopClock = after(GRACE_MS, () => {
        replace(member, new CoreError('timeout', `a job took longer than ${limitMs} ms`));
      });
    });
  }

  function replace(member: Member, reason: CoreError): void {
    if (!members.delete(member)) return;
    member.stopClock();
    void member.port.close();
    const [atFault, ...others] = member.jobs;
    if (atFault && ++atFault.tries === TRIES) settle(atFault, () => atFault.reject(reason));
    // Nobody waits any more for what is settled.
    [atFault, ...others].filter((job) => unsettled.has(job)).forEach(assign);
  }

  return {
    run(job, stop) {
      // It is not waited for when it no longer matters.
      if (job instanceof Promise) job.catch(() => {});
      if (closed) return Promise.reject(new StoppedError('the worker pool'));
      if (stop?.aborted) return Promise.reject(new StoppedError('a job'));
      return new Promise<Reply>((resolve, reject) => {
        const entry: OpenJob = {
          id: nextId++,
          stop,
          // The worker answers with its own reply type.
          resolve: resolve as (value: unknown) => void,
          reject,
          job,
          tries: 0,
        };
        unsettled.add(entry);
        if (stop) watchStops();
        if (!(job instanceof Promise)) {
          assign(entry);
          return;
        }
        job.then(
          (made) => {
            entry.job = made;
            if (unsettled.has(entry)) assign(entry);
          },
          (error: unknown) => settle(entry, () => reject(error)),
        );
      });
    },
    async close() {
      closed = true;
      cancelStopCheck?.();
      for (const job of [...unsettled]) {
        settle(job, () => job.reject(new StoppedError('the worker pool')));
      }
      const all = [...members];
      members.clear();
      for (const { stopClock } of all) stopClock();
      await Promise.all(all.map(({ port }) => port.close()));
    },
  };
}

function openPort(open: () => JobPort): JobPort {
  try {
    return open();
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    throw new CoreError('worker-died', `a worker cannot be started: ${text}`);
  }
}
