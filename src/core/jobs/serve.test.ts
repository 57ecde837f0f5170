import { expect, it } from 'vitest';
import { CoreError } from '../errors';
import type { JobAnswer } from './messages';
import { answerJobs, type PrepareJobs } from './serve';

function setUp<Job>(prepare: PrepareJobs<Job, unknown>) {
  const said: JobAnswer[] = [];
  const handed: ArrayBuffer[] = [];
  const answer = answerJobs(prepare, (message, transfer) => {
    said.push(message);
    handed.push(...transfer);
  });
  return { answer, said, handed };
}

it('answers one job after the other, in their order', async () => {
  let end: (value: string) => void = () => undefined;
  const slow = new Promise<string>((resolve) => (end = resolve));
  const begun: number[] = [];
  const { answer, said } = setUp<number>(async () => async (job) => {
    begun.push(job);
    return { value: job === 0 ? await slow : job };
  });
  const all = [0, 1].map((job) => answer({ id: 10 + job, job }));
  await Promise.resolve();
  end('slow');
  await Promise.all(all);
  expect(begun).toEqual([0, 1]);
  expect(said).toEqual([
    { id: 10, kind: 'done', value: 'slow' },
    { id: 11, kind: 'done', value: 1 },
  ]);
});

it('does not begin a job before the last is done', async () => {
  const never = new Promise<never>(() => undefined);
  const begun: number[] = [];
  const { answer } = setUp<number>(async () => (job) => {
    begun.push(job);
    return never;
  });
  for (const job of [0, 1]) void answer({ id: job, job });
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(begun).toEqual([0]);
});

it('hands buffers over', async () => {
  const value = Float32Array.of(1, 2);
  const { answer, handed } = setUp(async () => async () => ({ value, transfer: [value.buffer] }));
  await answer({ id: 0, job: null });
  expect(handed).toEqual([value.buffer]);
});

it("answers with a handler's own error, also with that of one that cannot get ready", async () => {
  const error = new CoreError('image-undecodable', 'a.jpg: no picture');
  const failed = { kind: 'failed', code: 'image-undecodable', message: 'a.jpg: no picture' };
  for (const prepare of [async () => () => Promise.reject(error), () => Promise.reject(error)]) {
    const { answer, said } = setUp(prepare);
    for (const id of [0, 1]) await answer({ id, job: null });
    expect(said).toEqual([
      { id: 0, ...failed },
      { id: 1, ...failed },
    ]);
  }
});

it('answers nothing any more after a bug', async () => {
  const { answer, said } = setUp<number>(async () => async (job) => {
    if (job === 0) throw new TypeError('our bug');
    return { value: job };
  });
  const jobs = [0, 1].map((job) => answer({ id: job, job }));
  for (const result of await Promise.allSettled(jobs)) {
    expect(result).toMatchObject({ reason: { message: 'our bug' } });
  }
  expect(said).toEqual([]);
});
