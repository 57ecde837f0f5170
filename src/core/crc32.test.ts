import { crc32 as crc32OfNode } from 'node:zlib';
import { expect, it } from 'vitest';
import { crc32 } from './crc32';
import { seededRandom } from './random';

it('gives the check value of the standard', () => {
  expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926);
});

it('agrees with zlib', () => {
  const random = seededRandom('crc');
  for (const length of [0, 1, 3, 1000]) {
    const bytes = Uint8Array.from({ length }, () => random.below(256));
    expect(crc32(bytes)).toBe(crc32OfNode(bytes));
  }
});

it('is not 0 for zeros, as a file that was made longer holds', () => {
  for (const length of [1, 512, 25_088]) expect(crc32(new Uint8Array(length))).not.toBe(0);
});
