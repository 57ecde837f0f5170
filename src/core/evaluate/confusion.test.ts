import { describe, expect, it } from 'vitest';
import { confusionAt, predictiveValues, sensitivity, specificity, wilson } from './confusion';

describe('wilson', () => {
  // Newcombe 1998 and R's prop.test(correct = FALSE).
  it.each([
    [8, 10, 0.4902, 0.9433],
    [0, 10, 0, 0.2775],
    [10, 10, 0.7225, 1],
    [81, 263, 0.2553, 0.3662],
    // The paper's sensitivity, 411 of 584.
    [411, 584, 0.6655, 0.7394],
  ])('%i of %i is %f to %f', (k, n, low, high) => {
    const interval = wilson(k, n);
    expect(interval.low).toBeCloseTo(low, 4);
    expect(interval.high).toBeCloseTo(high, 4);
  });

  it('is NaN for nothing out of nothing', () => {
    expect(wilson(0, 0).value).toBeNaN();
  });
});

describe('confusionAt', () => {
  it('flags a score that equals the threshold', () => {
    const counts = confusionAt(
      [
        { score: 0.5, malignant: true },
        { score: 0.49, malignant: true },
        { score: 0.5, malignant: false },
        { score: 0.1, malignant: false },
      ],
      0.5,
    );
    expect(counts).toEqual({
      truePositive: 1,
      falseNegative: 1,
      falsePositive: 1,
      trueNegative: 1,
    });
    expect(sensitivity(counts).value).toBe(0.5);
    expect(specificity(counts).value).toBe(0.5);
  });
});

describe('predictiveValues', () => {
  it("gives the paper's corrected figures at its own prevalence", () => {
    // 411/584 found, 27985/32542 right, 584/33126 malignant.
    const { ppv, npv } = predictiveValues(411 / 584, 27985 / 32542, 584 / 33126);
    expect(ppv).toBeCloseTo(411 / (411 + 4557), 10);
    expect(npv).toBeCloseTo(27985 / (27985 + 173), 10);
  });

  it('falls with the prevalence', () => {
    expect(predictiveValues(0.7, 0.86, 0.005).ppv).toBeCloseTo(0.0245, 4);
  });
});
