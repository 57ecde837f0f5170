// What a two-way decision comes to, with the rule of thumb it must beat beside every
// accuracy: where one class is rare, never naming it is nearly always right.
import type { Confusion } from './confusion';
import { sensitivity, specificity, wilson } from './confusion';
import type { Interval } from './roc';

export interface DecisionFigures extends Confusion {
  /** Share of malignant ones. */
  readonly prevalence: number;
  /** Share that was called what it is. */
  readonly accuracy: Interval;
  /** The same for always naming the more frequent class. */
  readonly trivial: { readonly always: 'benign' | 'malignant'; readonly accuracy: number };
  /** Mean of sensitivity and specificity; ½ for any trivial rule. */
  readonly balancedAccuracy: number;
  /** Share of the flagged that are malignant, at this prevalence; NaN where none was flagged. */
  readonly ppv: Interval;
  /** Share of the others that are benign, at this prevalence; NaN where all were flagged. */
  readonly npv: Interval;
}

/** All from the four counts. Intervals are Wilson's. */
export function decisionFigures(counts: Confusion): DecisionFigures {
  const { truePositive, falseNegative, trueNegative, falsePositive } = counts;
  const malignant = truePositive + falseNegative;
  const benign = trueNegative + falsePositive;
  const all = malignant + benign;
  return {
    ...counts,
    prevalence: malignant / all,
    accuracy: wilson(truePositive + trueNegative, all),
    trivial: {
      always: malignant > benign ? 'malignant' : 'benign',
      accuracy: Math.max(malignant, benign) / all,
    },
    balancedAccuracy: (sensitivity(counts).value + specificity(counts).value) / 2,
    ppv: wilson(truePositive, truePositive + falsePositive),
    npv: wilson(trueNegative, trueNegative + falseNegative),
  };
}
