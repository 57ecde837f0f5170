import { expect, it } from 'vitest';
import { decisionFigures } from './decision';

it("is the paper's arithmetic", () => {
  // 411 of 584 malignant and 27,985 of 32,542 benign right.
  const figures = decisionFigures({
    ...{ truePositive: 411, falseNegative: 173, trueNegative: 27985, falsePositive: 4557 },
  });
  expect(figures.accuracy.value).toBeCloseTo(0.857212, 6);
  // Worse than not looking at all.
  expect(figures.trivial.always).toBe('benign');
  expect(figures.trivial.accuracy).toBeCloseTo(0.98237, 5);
  expect(figures.balancedAccuracy).toBeCloseTo(0.7819, 4);
  expect(figures.ppv.value).toBeCloseTo(0.0827, 4);
  expect(figures.npv.value).toBeCloseTo(0.9939, 4);
  expect(figures.prevalence).toBeCloseTo(0.01763, 5);
  expect(figures.accuracy.low).toBeLessThan(0.857212);
});

it('says of nothing flagged that it is worth nothing known', () => {
  const figures = decisionFigures({
    ...{ truePositive: 0, falseNegative: 3, trueNegative: 1, falsePositive: 0 },
  });
  expect(figures.ppv.value).toBeNaN();
  expect(figures.trivial).toEqual({ always: 'malignant', accuracy: 0.75 });
});
