import { describe, expect, it } from 'vitest';
import { averagePrecision, precisionRecallCurve } from './precision-recall';

const cases = (malignant: readonly number[], benign: readonly number[]) => [
  ...malignant.map((score) => ({ score, malignant: true })),
  ...benign.map((score) => ({ score, malignant: false })),
];

describe('precisionRecallCurve', () => {
  it('flags from the highest score down', () => {
    expect(precisionRecallCurve(cases([0.9, 0.4], [0.6, 0.1]))).toEqual([
      { recall: 0.5, precision: 1 },
      { recall: 0.5, precision: 1 / 2 },
      { recall: 1, precision: 2 / 3 },
      { recall: 1, precision: 2 / 4 },
    ]);
  });

  it('flags tied cases together', () => {
    expect(precisionRecallCurve(cases([0.5], [0.5]))).toEqual([{ recall: 1, precision: 0.5 }]);
  });

  it('has no point without a malignant case, and refuses NaN', () => {
    expect(precisionRecallCurve(cases([], [0.5]))).toEqual([]);
    expect(() => precisionRecallCurve(cases([NaN], [0.5]))).toThrow(RangeError);
  });
});

describe('averagePrecision', () => {
  it('sums the steps', () => {
    // ½ · 1 + ½ · ⅔, as scikit-learn's average_precision_score gives.
    const { value, low, high } = averagePrecision(cases([0.9, 0.4], [0.6, 0.1]));
    expect(value).toBeCloseTo(5 / 6, 12);
    // logit(5/6) = 1.609, 1.96 / √(2 · 5/36) = 3.719.
    expect(low).toBeCloseTo(1 / (1 + Math.exp(-(1.6094 - 3.7188))), 3);
    expect(high).toBeCloseTo(1 / (1 + Math.exp(-(1.6094 + 3.7188))), 3);
  });

  it('promises little where few cases were all found first', () => {
    expect(averagePrecision(cases([0.9, 0.8, 0.7, 0.6, 0.5, 0.4], [0.1]))).toEqual({
      ...{ value: 1, low: 0.5, high: 1 },
    });
    expect(averagePrecision(cases([0.9], [0.1])).low).toBe(0);
  });

  it('is NaN without a malignant case', () => {
    expect(averagePrecision(cases([], [0.1])).value).toBeNaN();
  });
});
