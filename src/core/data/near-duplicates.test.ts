import { expect, it } from 'vitest';
import { HASH_WORDS } from '../image/perceptual-hash';
import { groupsOf, NEAR_BITS, nearPairs } from './near-duplicates';

it('finds all pairs within the limit, and no other', () => {
  const hashes = new Uint32Array(4 * HASH_WORDS);
  const bits = (picture: number, n: number) => {
    for (let i = 0; i < n; i++) hashes[picture * HASH_WORDS + (i >> 5)] |= 1 << (i & 31);
  };
  bits(1, NEAR_BITS);
  bits(2, NEAR_BITS + 1);
  bits(3, 200);
  const done: number[] = [];
  expect(nearPairs(hashes, (n) => done.push(n))).toEqual([
    { first: 0, second: 1, distance: NEAR_BITS },
    { first: 1, second: 2, distance: 1 },
  ]);
  expect(done).toEqual([2, 3, 4]);
});

it('ties together what is tied by way of another', () => {
  const pair = (first: number, second: number) => ({ first, second });
  expect(groupsOf([pair(4, 9), pair(1, 2), pair(2, 9), pair(5, 6)])).toEqual([
    [1, 2, 4, 9],
    [5, 6],
  ]);
  expect(groupsOf([])).toEqual([]);
});
