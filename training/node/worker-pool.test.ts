import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { WorkerPool } from '../../src/core/jobs/pool';
import { openWorkerPool } from './worker-pool';

/** What the test's worker can be told to do. */
type Job =
  | { readonly do: 'double'; readonly value: number }
  | { readonly do: 'transfer' }
  | { readonly do: 'fail' | 'bug' | 'exit' | 'hang' }
  /** Does it the first time only; every try leaves a word in the marker. */
  | { readonly do: 'exit-once' | 'hang-once'; readonly marker: string };

const source = (url: URL) => `
  import { appendFileSync, existsSync } from 'node:fs';
  import { threadId, workerData } from 'node:worker_threads';
  import { CoreError } from ${JSON.stringify(new URL('../../src/core/errors.ts', url).href)};
  import { serveJobs } from ${JSON.stringify(new URL('./worker-jobs.ts', url).href)};
  serveJobs(async () => {
    if (workerData === 'no engine') throw new CoreError('backend-unavailable', 'no engine');
    return async (job) => {
      const first = job.marker && !existsSync(job.marker);
      if (job.marker) appendFileSync(job.marker, 'tried;');
      const act = first ? job.do.replace('-once', '') : job.do;
      if (act === 'fail') throw new CoreError('image-undecodable', 'broken.jpg: no picture');
      if (act === 'bug') throw new TypeError('our bug');
      if (act === 'exit') process.exit(3);
      if (act === 'hang') for (;;);
      if (act === 'transfer') {
        const numbers = Float32Array.of(1, 2);
        return { value: numbers, transfer: [numbers.buffer] };
      }
      return { value: { threadId, value: 2 * (job.value ?? 0) } };
    };
  });
`;

let folder: string;
let script: URL;
const pools: { close(): Promise<void> }[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pool-'));
  const path = join(folder, 'test.worker.mts');
  await writeFile(path, source(new URL(import.meta.url)));
  script = pathToFileURL(path);
});
afterAll(() => rm(folder, { recursive: true, force: true }));
afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.close()));
});

interface Doubled {
  readonly threadId: number;
  readonly value: number;
}

function open(workers: number, limitMs = 60_000, workerData: unknown = null) {
  const pool = openWorkerPool<Job, Doubled>({ script, workerData, workers, limitMs });
  pools.push(pool);
  return pool;
}
const double = (pool: WorkerPool<Job, Doubled>, value: number) => pool.run({ do: 'double', value });
const values = (answers: readonly Doubled[]) => answers.map(({ value }) => value);

describe('a worker pool', () => {
  it('answers every job, with all its threads and no more', async () => {
    const pool = open(2);
    const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => double(pool, i)));
    expect(values(answers)).toEqual(Array.from({ length: 20 }, (_, i) => 2 * i));
    expect(new Set(answers.map(({ threadId }) => threadId)).size).toBe(2);
  });

  it('hands buffers over', async () => {
    const pool = openWorkerPool<Job, Float32Array>({
      script,
      workerData: null,
      workers: 1,
      limitMs: 60_000,
    });
    pools.push(pool);
    expect(await pool.run({ do: 'transfer' })).toEqual(Float32Array.of(1, 2));
  });

  it("gives a job's own error and goes on", async () => {
    const pool = open(1);
    const [failed, after] = await Promise.allSettled([pool.run({ do: 'fail' }), double(pool, 4)]);
    expect(failed).toMatchObject({
      reason: { name: 'CoreError', code: 'image-undecodable', message: 'broken.jpg: no picture' },
    });
    expect(after).toMatchObject({ value: { value: 8 } });
  });

  it('gives the error of a thread that cannot get ready, as it is', async () => {
    const pool = open(1, 60_000, 'no engine');
    await expect(double(pool, 1)).rejects.toMatchObject({ code: 'backend-unavailable' });
  });

  it.each([0, 1.5])('refuses to work with %s threads', (workers) => {
    expect(() => open(workers)).toThrow(expect.objectContaining({ code: 'config-invalid' }));
  });
});

describe('a thread that dies or hangs', () => {
  it('is replaced, and its job and those behind it are done', async () => {
    const pool = open(1);
    const marker = join(folder, 'exit');
    const answers = await Promise.all([
      double(pool, 1),
      pool.run({ do: 'exit-once', marker }),
      double(pool, 2),
    ]);
    expect(existsSync(marker)).toBe(true);
    expect(values(answers)).toEqual([2, 0, 4]);
  });

  it('fails the job at the second time, and that job only', async () => {
    const pool = open(1);
    const [died, after] = await Promise.allSettled([pool.run({ do: 'exit' }), double(pool, 3)]);
    expect(died).toMatchObject({
      reason: { code: 'worker-died', message: 'a worker thread ended with code 3' },
    });
    expect(after).toMatchObject({ value: { value: 6 } });
  });

  it('says which bug it died of', async () => {
    await expect(open(1).run({ do: 'bug' })).rejects.toMatchObject({
      code: 'worker-died',
      message: 'a worker thread died: our bug',
    });
  });

  it('is given up after its time, and replaced', async () => {
    const pool = open(1, 3000);
    const answers = await Promise.all([
      pool.run({ do: 'hang-once', marker: join(folder, 'hang') }),
      double(pool, 5),
    ]);
    expect(values(answers)).toEqual([0, 10]);
  });

  it('fails a job that hangs twice', async () => {
    await expect(open(1, 1500).run({ do: 'hang' })).rejects.toMatchObject({
      code: 'timeout',
      message: 'a job took longer than 1500 ms',
    });
  });

  it('is not taken for hung because this thread was busy', async () => {
    const pool = open(1, 3000);
    const { threadId } = await double(pool, 1);
    const job = double(pool, 2);
    const until = performance.now() + 3200;
    while (performance.now() < until);
    expect(await job).toEqual({ threadId, value: 4 });
  });
});

describe('stopping', () => {
  it('rejects a running job soon, and the pool goes on', async () => {
    const pool = open(1, 3000);
    await double(pool, 1);
    const stop = new AbortController();
    const marker = join(folder, 'stop');
    const job = pool.run({ do: 'hang-once', marker }, stop.signal);
    setTimeout(() => stop.abort(), 100);
    await expect(job).rejects.toMatchObject({ name: 'AbortError' });
    // The hung thread is replaced, and the job nobody waits for is not tried again.
    expect(values([await double(pool, 1)])).toEqual([2]);
    expect(await readFile(marker, 'utf8')).toBe('tried;');
  });

  it('starts nothing if stopped before', async () => {
    const marker = join(folder, 'never');
    const job = open(1).run({ do: 'exit-once', marker }, { aborted: true });
    await expect(job).rejects.toMatchObject({ name: 'AbortError' });
    expect(existsSync(marker)).toBe(false);
  });

  it('rejects open jobs when closed, and later ones', async () => {
    const pool = open(2);
    const jobs = [1, 2, 3].map((value) => double(pool, value));
    const settled = Promise.allSettled(jobs);
    await pool.close();
    for (const result of await settled) {
      expect(result).toMatchObject({ reason: { name: 'AbortError' } });
    }
    await expect(double(pool, 1)).rejects.toMatchObject({ name: 'AbortError' });
  });
});
