import fc from 'fast-check';
import { expect, it } from 'vitest';
import { HASH_WORDS } from '../image/perceptual-hash';
import { groupsOf, NEAR_BITS, nearPairs, nearTies } from './near-duplicates';

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

it('ties the same groups with few pairs, each to what it looks most like', () => {
  // Pictures on a line of bits: near are those at most 20 apart.
  const bitsOf = fc.array(fc.integer({ min: 0, max: 8 * 32 }), { minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(bitsOf, (lengths) => {
      const hashes = new Uint32Array(lengths.length * HASH_WORDS);
      lengths.forEach((bits, picture) => {
        for (let i = 0; i < bits; i++) hashes[picture * HASH_WORDS + (i >> 5)] |= 1 << (i & 31);
      });
      const ties = nearTies(hashes);
      expect(groupsOf(ties)).toEqual(groupsOf(nearPairs(hashes)));
      expect(ties.length).toBeLessThan(lengths.length);
      for (const { first, second, distance } of ties) {
        expect(distance).toBe(Math.abs(lengths[first] - lengths[second]));
      }
    }),
  );
});

it('does not drown in copies: a thousand of one photo are 999 ties', () => {
  const ties = nearTies(new Uint32Array(1000 * HASH_WORDS));
  expect(ties).toHaveLength(999);
  expect(ties.at(-1)).toEqual({ first: 0, second: 999, distance: 0 });
});
