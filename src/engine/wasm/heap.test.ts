import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Heap } from './heap';
import { openKernelContext } from './testing';

let heap: Heap;
beforeAll(async () => {
  ({ heap } = await openKernelContext('plain'));
});
afterAll(() => heap.restore());

it.each([
  ['more than there is', 2 ** 30 - 4],
  ['what would be nothing modulo 4 GiB', 2 ** 30],
  ['less than nothing, as sizes in 32 bits may come out', -32],
])('gives no room for %s', (_what, floats) => {
  expect(() => heap.scratch(floats, () => expect.fail('there is none'))).toThrow(
    expect.objectContaining({ code: 'out-of-memory' }),
  );
});

it('gives room, and takes it back', () => {
  const first = heap.scratch(100, (address) => address);
  expect(first).toBeGreaterThan(0);
  expect(heap.scratch(100, (address) => address)).toBe(first);
});
