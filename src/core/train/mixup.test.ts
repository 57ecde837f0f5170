import { describe, expect, it } from 'vitest';
import { seededRandom } from '../random';
import { mixUp } from './mixup';

const batch = {
  rows: [0, 1, 2, 3].map((row) => ({ row, view: 1 })),
  xs: Float32Array.of(1, 10, 2, 20, 3, 30, 4, 40),
  targets: Float32Array.of(1, 0, 1, 0, 0, 1, 0, 1),
};

describe('mixUp', () => {
  it('mixes pictures and targets by the same share, each row mostly itself', () => {
    const random = seededRandom(3);
    const seen = new Set<number>();
    for (let i = 0; i < 200; i++) {
      const { rows, xs, targets } = mixUp(batch, 0.4, random);
      expect(rows).toBe(batch.rows);
      for (let row = 0; row < 4; row++) {
        // Both features of a row were mixed with the same row by the same share.
        expect(xs[2 * row + 1]).toBeCloseTo(10 * xs[2 * row], 4);
        expect(targets[2 * row] + targets[2 * row + 1]).toBeCloseTo(1, 6);
        // Own value 1 … 4, and at least half of it: another is at most 3 away.
        expect(Math.abs(xs[2 * row] - (row + 1))).toBeLessThanOrEqual(1.5);
        expect(targets[2 * row + Number(row >= 2)]).toBeGreaterThanOrEqual(0.5);
        seen.add(targets[2 * row]);
      }
    }
    expect(seen.size).toBeGreaterThan(100);
  });

  it('draws shares from Beta(α, α), folded at one half', () => {
    // For α = 1 the share is uniform, and the larger part of it ¾ on average.
    const two = {
      rows: batch.rows.slice(0, 2),
      xs: Float32Array.of(0, 1),
      targets: Float32Array.of(1, 0, 0, 1),
    };
    const random = seededRandom(7);
    const own: number[] = [];
    while (own.length < 4000) {
      const { xs } = mixUp(two, 1, random);
      // Half of the time a row is mixed with itself.
      if (xs[0] > 0) own.push(1 - xs[0], xs[1]);
    }
    const mean = own.reduce((sum, share) => sum + share, 0) / own.length;
    expect(mean).toBeCloseTo(0.75, 1);
  });

  it('is the same for the same seed and leaves the batch alone', () => {
    const before = structuredClone(batch);
    const [a, b] = [1, 1].map((seed) => mixUp(batch, 0.4, seededRandom(seed)));
    expect(a).toEqual(b);
    expect(batch).toEqual(before);
  });

  it('does nothing for 0', () => {
    expect(mixUp(batch, 0, seededRandom(1))).toBe(batch);
  });
});
