import { describe, expect, it } from 'vitest';
import { summariseFolds } from './fold-summary';
import type { Scored } from './roc';

const cases = (malignant: readonly number[], benign: readonly number[]): Scored[] => [
  ...malignant.map((score) => ({ score, malignant: true })),
  ...benign.map((score) => ({ score, malignant: false })),
];

describe('summariseFolds', () => {
  it('gives the area of each fold, their mean and spread', () => {
    // 4 of 4 pairs right, then 3 of 4, then 2 of 4: 1, 0.75 and 0.5.
    const { areas, mean, spread } = summariseFolds([
      cases([3, 4], [1, 2]),
      cases([2, 4], [1, 3]),
      cases([1, 4], [2, 3]),
    ]);
    expect(areas.map(({ value }) => value)).toEqual([1, 0.75, 0.5]);
    expect(mean).toBeCloseTo(0.75, 12);
    expect(spread).toBeCloseTo(0.25, 12);
  });

  it('ranks the pictures of all folds together', () => {
    // Each fold is perfect by itself. On one scale:
    // malignant 3, 4, 13, 14 against benign 1, 2, 11, 12: 2 + 2 + 4 + 4 = 12 of 16.
    const { areas, pooled } = summariseFolds([cases([3, 4], [1, 2]), cases([13, 14], [11, 12])]);
    expect(areas.map(({ value }) => value)).toEqual([1, 1]);
    expect(pooled.value).toBeCloseTo(12 / 16, 12);
    expect(pooled.low).toBeLessThan(pooled.value);
    expect(pooled.high).toBeGreaterThan(pooled.value);
  });

  it('has no spread of one fold, and nothing of none', () => {
    expect(summariseFolds([cases([2], [1])]).spread).toBeNaN();
    const none = summariseFolds([]);
    expect([none.mean, none.pooled.value]).toEqual([NaN, NaN]);
  });
});
