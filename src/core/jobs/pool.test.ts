import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { JobAnswer, JobMessage } from './messages';
import { openPool, type JobPort, type PoolOptions } from './pool';

/** A worker on no thread, which answers when the test says so. */
class FakeWorker implements JobPort {
  readonly heard: JobMessage[] = [];
  closed = 0;
  answer: (answer: JobAnswer) => void = () => undefined;
  die: (reason: string) => void = () => undefined;
  #answered = 0;

  send(message: JobMessage): void {
    if (message.job === 'uncloneable') throw new DOMException('no', 'DataCloneError');
    this.heard.push(message);
  }
  listen(onAnswer: (answer: JobAnswer) => void, onDeath: (reason: string) => void): void {
    this.answer = onAnswer;
    this.die = onDeath;
  }
  close(): void {
    this.closed++;
  }

  get jobs(): unknown[] {
    return this.heard.map(({ job }) => job);
  }
  /** Answers the first job that it has not answered. */
  give(value: unknown): void {
    this.answer({ id: this.heard[this.#answered++].id, kind: 'done', value });
  }
  fail(message: string): void {
    const { id } = this.heard[this.#answered++];
    this.answer({ id, kind: 'failed', code: 'image-undecodable', message });
  }
}

function setUp(options: Partial<PoolOptions> = {}) {
  const opened: FakeWorker[] = [];
  const pool = openPool<string, string>({
    open: () => {
      opened.push(new FakeWorker());
      return opened.at(-1)!;
    },
    workers: 1,
    limitMs: 1000,
    after: (ms, late) => {
      const timer = setTimeout(late, ms);
      return () => clearTimeout(timer);
    },
    ...options,
  });
  return { pool, opened };
}

/** The error of a job; set before it can fail, so that it is never unhandled. */
const failureOf = (job: Promise<unknown>) =>
  job.then(
    () => Promise.reject(new Error('it did not fail')),
    (error: unknown) => error,
  );

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  // A clock left behind would keep Node running.
  vi.runOnlyPendingTimers();
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

describe('jobs', () => {
  it('go to the worker with the fewest, and start no worker without need', async () => {
    const { pool, opened } = setUp({ workers: 2 });
    const all = ['a', 'b', 'c', 'd', 'e'].map((job) => pool.run(job));
    expect(opened.map(({ jobs }) => jobs)).toEqual([
      ['a', 'c', 'e'],
      ['b', 'd'],
    ]);
    for (const value of ['A', 'C', 'E']) opened[0].give(value);
    all.push(pool.run('f'));
    expect(opened[0].jobs).toEqual(['a', 'c', 'e', 'f']);
    for (const value of ['B', 'D']) opened[1].give(value);
    opened[0].give('F');
    expect(await Promise.all(all)).toEqual(['A', 'B', 'C', 'D', 'E', 'F']);
    expect(opened).toHaveLength(2);
  });

  it('fail as their handler says, and the worker goes on', async () => {
    const { pool, opened } = setUp();
    const failed = failureOf(pool.run('a'));
    const after = pool.run('b');
    opened[0].fail('a.jpg: no picture');
    opened[0].give('B');
    expect(await failed).toMatchObject({
      name: 'CoreError',
      code: 'image-undecodable',
      message: 'a.jpg: no picture',
    });
    expect(await after).toBe('B');
  });

  it('may be promised: they are handed over once they are there', async () => {
    const { pool, opened } = setUp();
    const job = pool.run(Promise.resolve('a'));
    expect(opened).toHaveLength(0);
    await vi.advanceTimersByTimeAsync(0);
    opened[0].give('A');
    expect(await job).toBe('A');
    const broken = pool.run(Promise.reject(new Error('no such file')));
    await expect(broken).rejects.toThrow('no such file');
    expect(opened[0].jobs).toEqual(['a']);
  });

  it('that cannot be sent fail as they are, and leave the worker usable', async () => {
    const { pool, opened } = setUp();
    await expect(pool.run('uncloneable')).rejects.toMatchObject({ name: 'DataCloneError' });
    const after = pool.run('b');
    opened[0].give('B');
    expect(await after).toBe('B');
  });

  it.each([0, 1.5, NaN])('are refused to %s workers', (workers) => {
    expect(() => setUp({ workers })).toThrow(expect.objectContaining({ code: 'config-invalid' }));
  });

  it('say that no worker can be started', async () => {
    const { pool } = setUp({
      open: () => {
        throw new Error('not allowed here');
      },
    });
    await expect(pool.run('a')).rejects.toMatchObject({
      code: 'worker-died',
      message: 'a worker cannot be started: not allowed here',
    });
  });
});

describe('a worker that dies', () => {
  it('is replaced, and its jobs are done by another', async () => {
    const { pool, opened } = setUp();
    const jobs = [pool.run('a'), pool.run('b')];
    opened[0].die('crashed');
    expect(opened[0].closed).toBe(1);
    expect(opened[1].jobs).toEqual(['a', 'b']);
    opened[1].give('A');
    opened[1].give('B');
    expect(await Promise.all(jobs)).toEqual(['A', 'B']);
  });

  it('fails the job it was at the second time, and that job only', async () => {
    const { pool, opened } = setUp();
    const failed = failureOf(pool.run('a'));
    const after = pool.run('b');
    opened[0].die('crashed');
    opened[1].die('crashed again');
    expect(await failed).toMatchObject({ code: 'worker-died', message: 'crashed again' });
    expect(opened[2].jobs).toEqual(['b']);
    opened[2].give('B');
    expect(await after).toBe('B');
  });

  it('is replaced once, whatever more it says', async () => {
    const { pool, opened } = setUp();
    const job = pool.run('a');
    opened[0].die('crashed');
    opened[0].die('ended with code 1');
    opened[0].give('too late');
    expect(opened).toHaveLength(2);
    opened[1].give('A');
    expect(await job).toBe('A');
  });

  it('is taken for dead if it answers what it was not asked', async () => {
    const { pool, opened } = setUp();
    const job = pool.run('a');
    opened[0].answer({ id: 7, kind: 'done', value: 'what?' });
    opened[1].give('A');
    expect(await job).toBe('A');
    expect(opened[0].closed).toBe(1);
  });
});

describe('a worker that hangs', () => {
  it('is given its time for each job, and then replaced', async () => {
    const { pool, opened } = setUp();
    const jobs = [pool.run('a'), pool.run('b')];
    vi.advanceTimersByTime(900);
    opened[0].give('A');
    vi.advanceTimersByTime(900);
    expect(opened).toHaveLength(1);
    vi.advanceTimersByTime(200);
    expect(opened[0].closed).toBe(1);
    expect(opened[1].jobs).toEqual(['b']);
    opened[1].give('B');
    expect(await Promise.all(jobs)).toEqual(['A', 'B']);
  });

  it('fails a job that hangs twice', async () => {
    const { pool, opened } = setUp();
    const failed = failureOf(pool.run('a'));
    vi.advanceTimersByTime(3000);
    expect(await failed).toMatchObject({
      code: 'timeout',
      message: 'a job took longer than 1000 ms',
    });
    expect(opened).toHaveLength(2);
  });

  it('is not taken for hung while its answer may lie unread', async () => {
    const { pool, opened } = setUp();
    const job = pool.run('a');
    vi.advanceTimersByTime(1000);
    opened[0].give('A');
    vi.advanceTimersByTime(5000);
    expect(await job).toBe('A');
    expect(opened[0].closed).toBe(0);
  });
});

describe('stopping', () => {
  it('rejects a job soon, and does not try it again', async () => {
    const { pool, opened } = setUp();
    const stop = { aborted: false };
    const stopped = failureOf(pool.run('a', stop));
    const after = pool.run('b');
    stop.aborted = true;
    vi.advanceTimersByTime(30);
    expect(await stopped).toMatchObject({ name: 'AbortError' });
    vi.advanceTimersByTime(1100);
    expect(opened[1].jobs).toEqual(['b']);
    opened[1].give('B');
    expect(await after).toBe('B');
  });

  it('does not wait for a job that is still promised, and never hands it over', async () => {
    const { pool, opened } = setUp();
    const stop = { aborted: false };
    let make: (job: string) => void = () => undefined;
    const made = new Promise<string>((resolve) => (make = resolve));
    const stopped = failureOf(pool.run(made, stop));
    stop.aborted = true;
    vi.advanceTimersByTime(30);
    expect(await stopped).toMatchObject({ name: 'AbortError' });
    make('a');
    await vi.advanceTimersByTimeAsync(0);
    expect(opened).toHaveLength(0);
  });

  it('starts nothing if stopped before', async () => {
    const { pool, opened } = setUp();
    const unread = Promise.reject(new Error('of no matter'));
    for (const job of ['a', unread]) {
      await expect(pool.run(job, { aborted: true })).rejects.toMatchObject({ name: 'AbortError' });
    }
    expect(opened).toHaveLength(0);
  });

  it('rejects open jobs when closed, and later ones', async () => {
    const { pool, opened } = setUp({ workers: 2 });
    const never = new Promise<string>(() => undefined);
    const failures = ['a', 'b', 'c', never].map((job) => failureOf(pool.run(job)));
    await pool.close();
    for (const failure of await Promise.all(failures)) {
      expect(failure).toMatchObject({ name: 'AbortError' });
    }
    opened[0].give('too late');
    expect(opened.map(({ closed }) => closed)).toEqual([1, 1]);
    await expect(pool.run('d')).rejects.toMatchObject({ name: 'AbortError' });
    expect(opened).toHaveLength(2);
  });
});
