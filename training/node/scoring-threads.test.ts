import { availableParallelism } from 'node:os';
import { expect, it } from 'vitest';
import { scoringThreads } from './scoring-threads';

const GiB = 2 ** 30;

it.each([
  ['one a core', 4, 16 * GiB, 4],
  ['fewer where memory is scarce', 16, 1.7 * GiB, 3],
  ['one where there is next to none', 16, 0.1 * GiB, 1],
])('takes %s', (_what, cores, free, threads) => {
  expect(scoringThreads(cores, free)).toBe(threads);
});

it('asks the machine', () => {
  expect(scoringThreads()).toBeGreaterThanOrEqual(1);
  expect(scoringThreads()).toBeLessThanOrEqual(availableParallelism());
});
