// Precision against recall: how many of the flagged are malignant, as the threshold falls
// from one that finds none to one that finds all. Unlike ROC it depends on how many
// malignant cases there are, so it is not to be compared between sets.
import type { Interval, Scored } from './roc';

/** A point of the curve. */
export interface PrecisionRecallPoint {
  /** Share of the malignant cases that are flagged. */
  readonly recall: number;
  /** Share of the flagged cases that are malignant. */
  readonly precision: number;
}

/** 97.5 % point of the standard normal distribution. */
const Z95 = 1.959963984540054;

/**
 * From the highest score down, a point for each score that occurs; tied cases are flagged
 * together. Empty without a malignant case. @throws RangeError for a score that is NaN.
 */
export function precisionRecallCurve(cases: readonly Scored[]): PrecisionRecallPoint[] {
  if (cases.some(({ score }) => Number.isNaN(score))) {
    throw new RangeError('a score is not a number and cannot be ranked');
  }
  const malignant = cases.filter((c) => c.malignant).length;
  if (malignant === 0) return [];
  const sorted = [...cases].sort((a, b) => b.score - a.score);
  const points: PrecisionRecallPoint[] = [];
  let hits = 0;
  sorted.forEach((c, i) => {
    if (c.malignant) hits++;
    if (sorted[i + 1]?.score === c.score) return;
    points.push({ recall: hits / malignant, precision: hits / (i + 1) });
  });
  return points;
}

/**
 * The curve's steps summed, Σ (Rᵢ − Rᵢ₋₁) Pᵢ, with a 95 % interval on the logit scale for as
 * many malignant cases as there are (Boyd, Eng and Page 2013, "Area under the
 * precision-recall curve: point estimates and confidence intervals", §3.3). NaN throughout
 * without a malignant case; where all are found first the interval is from what the rule of
 * three leaves (3 / n) to 1.
 */
export function averagePrecision(cases: readonly Scored[]): Interval {
  const curve = precisionRecallCurve(cases);
  if (curve.length === 0) return { value: NaN, low: NaN, high: NaN };
  let before = 0;
  let value = 0;
  for (const { recall, precision } of curve) {
    value += (recall - before) * precision;
    before = recall;
  }
  const malignant = cases.filter((c) => c.malignant).length;
  if (value >= 1) return { value: 1, low: Math.max(0, 1 - 3 / malignant), high: 1 };
  const centre = Math.log(value / (1 - value));
  const half = Z95 / Math.sqrt(malignant * value * (1 - value));
  return { value, low: logistic(centre - half), high: logistic(centre + half) };
}

function logistic(x: number): number {
  return 1 / (1 + Math.exp(-x));
}
