// One judged set to the figures that stand in a card and in `evaluate`'s output.
import type { Evaluation, ModelCard } from '../model/card';
import { outcomeOf } from '../prediction';
import { brierScore, expectedCalibrationError, type ProbabilityCase } from './calibration';
import { confusionAt, sensitivity, specificity, wilson } from './confusion';
import { auroc, type Interval } from './roc';

/** The two thresholds of a card. */
export type Thresholds = NonNullable<ModelCard['thresholds']>;

/**
 * Judges all cases at once. Intervals are 95 %: DeLong for AUROC, Wilson for shares. NaN
 * where a class is missing.
 */
export function evaluateCases(
  set: string,
  cases: readonly ProbabilityCase[],
  thresholds: Thresholds,
): Evaluation {
  const scored = cases.map(({ probability, malignant }) => ({ score: probability, malignant }));
  const atAttend = confusionAt(scored, thresholds.attend.value);
  const outcomes = cases.map(({ probability }) => outcomeOf(probability, thresholds));
  const malignant = cases.filter((c) => c.malignant);
  const missed = malignant.filter((c) => c.probability < thresholds.quiet.value).length;
  const shareOf = (outcome: string) => outcomes.filter((o) => o === outcome).length / cases.length;
  return {
    set,
    n: cases.length,
    malignant: malignant.length,
    auroc: auroc(scored),
    sensitivity: sensitivity(atAttend),
    specificity: specificity(atAttend),
    quietMissRate: wilson(missed, malignant.length),
    outcomes: { attend: shareOf('attend'), unsure: shareOf('unsure'), quiet: shareOf('quiet') },
    ece: expectedCalibrationError(cases),
    brier: brierScore(cases),
  };
}

/** One line of a table, e.g. `0.861 [0.842, 0.878]`. */
export function formatInterval({ value, low, high }: Interval): string {
  return `${value.toFixed(3)} [${low.toFixed(3)}, ${high.toFixed(3)}]`;
}
