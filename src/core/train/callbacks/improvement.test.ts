import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { betterBy, isBetter, monitored, type Direction } from './improvement';

describe('isBetter', () => {
  it.each<[Direction, number, number | null, boolean]>([
    ['min', 1, 2, true],
    ['min', 2, 1, false],
    ['min', 1, 1, false],
    ['max', 2, 1, true],
    ['max', 1, 2, false],
    ['max', 1, 1, false],
    ['min', 1e300, null, true],
    ['max', -1e300, null, true],
    ['min', NaN, null, false],
    ['max', NaN, 1, false],
    ['min', -Infinity, 1, false],
    ['max', Infinity, 1, false],
    ['max', Infinity, null, false],
  ])('%s: %s against %s is %s', (direction, value, reference, expected) => {
    expect(isBetter(direction, value, reference)).toBe(expected);
  });

  it('is the same for max as for min of the negated values', () => {
    fc.assert(
      fc.property(fc.double(), fc.double({ noNaN: true }), (a, b) => {
        expect(isBetter('max', a, b)).toBe(isBetter('min', -a, -b));
      }),
      { seed: 1 },
    );
  });
});

describe('betterBy', () => {
  it.each<[Direction, number, number]>([
    ['min', 0.25, 0.75],
    ['max', 0.25, 1.25],
    ['min', -0.25, 1.25],
    ['max', -0.25, 0.75],
  ])('%s: 1 by %s is %s', (direction, margin, expected) => {
    expect(betterBy(direction, 1, margin)).toBe(expected);
  });
});

describe('monitored', () => {
  const log = { epoch: 1, steps: 1, learningRate: 1, seconds: 1, metrics: { loss: 2, f1: NaN } };

  it('is the value of the metric, also when it is not finite', () => {
    expect(monitored(log, 'loss')).toBe(2);
    expect(monitored(log, 'f1')).toBeNaN();
  });

  it.each(['valLoss', 'epoch', 'toString'])('refuses %s, which was not measured', (monitor) => {
    expect(() => monitored(log, monitor)).toThrow(
      expect.objectContaining({
        code: 'config-invalid',
        message: `there is no metric "${monitor}" among: loss, f1`,
      }),
    );
  });
});
