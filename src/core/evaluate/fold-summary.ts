// What the folds of a cross-validation say together: for the Lab's page of the folds.
import { deviation, mean } from 'd3-array';
import { auroc, type Interval, type Scored } from './roc';

export interface FoldSummary {
  /** Of every fold, in their order. */
  readonly areas: readonly Interval[];
  /** Of the folds' areas. NaN without any. */
  readonly mean: number;
  /**
   * Standard deviation of the folds' areas (n − 1); NaN for fewer than two. No interval
   * follows from it: folds share their training pictures, and an unbiased estimate of the
   * variance of a cross-validation does not exist (Bengio & Grandvalet 2004).
   */
  readonly spread: number;
  /**
   * Area over the pictures of all folds at once, each scored by the network that had not
   * trained on it, with DeLong's interval. It compares scores of different networks, so it
   * is lower than the mean where their scores do not lie on one scale.
   */
  readonly pooled: Interval;
}

/**
 * Sums up the held-out scores of every fold; higher scores mean more malignant.
 * @throws RangeError for a score that is NaN.
 */
export function summariseFolds(folds: readonly (readonly Scored[])[]): FoldSummary {
  const areas = folds.map((cases) => auroc(cases));
  const values = areas.map(({ value }) => value);
  return {
    areas,
    mean: mean(values) ?? NaN,
    spread: deviation(values) ?? NaN,
    pooled: auroc(folds.flat()),
  };
}
