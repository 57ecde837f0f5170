// Counts at a threshold and what follows from them: sensitivity and specificity with
// Wilson intervals, predictive values at a stated prevalence.
import type { Interval, Scored } from './roc';

/** The four counts of a two-way decision. */
export interface Confusion {
  readonly truePositive: number;
  readonly falseNegative: number;
  readonly trueNegative: number;
  readonly falsePositive: number;
}

const Z95 = 1.959963984540054;

/** Flags a case when its score is at least the threshold. */
export function confusionAt(cases: readonly Scored[], threshold: number): Confusion {
  let truePositive = 0;
  let falseNegative = 0;
  let trueNegative = 0;
  let falsePositive = 0;
  for (const { score, malignant } of cases) {
    const flagged = score >= threshold;
    if (malignant && flagged) truePositive++;
    else if (malignant) falseNegative++;
    else if (flagged) falsePositive++;
    else trueNegative++;
  }
  return { truePositive, falseNegative, trueNegative, falsePositive };
}

/** Share of the malignant that were flagged. */
export function sensitivity(counts: Confusion): Interval {
  return wilson(counts.truePositive, counts.truePositive + counts.falseNegative);
}

/** Share of the benign that were not flagged. */
export function specificity(counts: Confusion): Interval {
  return wilson(counts.trueNegative, counts.trueNegative + counts.falsePositive);
}

/** Wilson's 95 % score interval for k of n (Wilson 1927). NaN when n is 0. */
export function wilson(k: number, n: number): Interval {
  if (n === 0) return { value: NaN, low: NaN, high: NaN };
  const share = k / n;
  const z2 = Z95 * Z95;
  const centre = (share + z2 / (2 * n)) / (1 + z2 / n);
  const half = (Z95 * Math.sqrt((share * (1 - share)) / n + z2 / (4 * n * n))) / (1 + z2 / n);
  // At 0 and n the bound is exact; rounding would leave a stray 1e-17.
  return {
    value: share,
    low: k === 0 ? 0 : Math.max(0, centre - half),
    high: k === n ? 1 : Math.min(1, centre + half),
  };
}

/**
 * What a flag (PPV) and no flag (NPV) are worth where a share `prevalence` of the spots
 * is malignant (Bayes). The prevalence is always stated, never taken from the test set.
 */
export function predictiveValues(
  sensitivityShare: number,
  specificityShare: number,
  prevalence: number,
): { readonly ppv: number; readonly npv: number } {
  const hit = sensitivityShare * prevalence;
  const alarm = (1 - specificityShare) * (1 - prevalence);
  const miss = (1 - sensitivityShare) * prevalence;
  const pass = specificityShare * (1 - prevalence);
  return { ppv: hit / (hit + alarm), npv: pass / (pass + miss) };
}
