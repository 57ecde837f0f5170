import { describe, expect, it } from 'vitest';
import { averageWeights } from './soup';

const weight = (name: string, ...values: number[]) => ({
  ...{ name, shape: [values.length] },
  values: Float32Array.from(values),
});

describe('averageWeights', () => {
  it('gives the mean of every weight, by name and not by place', () => {
    const mean = averageWeights([
      [weight('a', 1, 2), weight('b', 4)],
      [weight('b', 0), weight('a', 3, 6)],
    ]);
    expect(mean).toEqual([weight('a', 2, 4), weight('b', 2)]);
  });

  it.each([
    ['another name', [weight('c', 1, 2)]],
    ['another shape', [weight('a', 1)]],
    ['one more', [weight('a', 1, 2), weight('b', 4)]],
  ])('refuses networks with %s', (_what, other) => {
    expect(() => averageWeights([[weight('a', 1, 2)], other])).toThrow(/same weights/);
  });

  it('refuses one alone', () => {
    expect(() => averageWeights([[weight('a', 1)]])).toThrow(/two networks/);
  });
});
