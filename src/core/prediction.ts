// What the model's answer is, as a type. It is built so that the mistakes that matter
// cannot be written down: a percentage exists only behind a calibration, and "can't
// tell" is an answer of its own with its reason.
import { calibrate, malignantMargin } from './evaluate/calibration';
import type { QualityReport } from './image/quality';
import { isBlocked } from './image/quality';
import type { ModelCard } from './model/card';

declare const calibrated: unique symbol;
/** A probability in [0, 1] that went through a fitted calibration; see `judge`. */
export type CalibratedProbability = number & { readonly [calibrated]: true };

/**
 * - `attend`: looks enough like the malignant pictures to be shown to a doctor.
 * - `unsure`: between the two thresholds.
 * - `quiet`: nothing stood out to the model. Never an all-clear.
 */
export type Outcome = 'attend' | 'unsure' | 'quiet';

/** Why there is no outcome. */
export type AbstentionReason = 'image-quality' | 'uncalibrated-model' | 'non-finite-output';

export type Prediction =
  | {
      readonly kind: 'assessed';
      readonly outcome: Outcome;
      readonly probability: CalibratedProbability;
      /** Share of malignant pictures the probability speaks for (the calibration set's). */
      readonly prevalence: number;
      /** Findings the person chose to go on with; the answer says so. */
      readonly quality: QualityReport;
    }
  | {
      readonly kind: 'abstained';
      readonly reason: AbstentionReason;
      readonly quality: QualityReport;
    };

/**
 * Turns one picture's logits (one per label of the card, any real numbers) into an
 * answer. Abstains where the picture is blocked, the card has no calibration, or the
 * output is not finite.
 */
export function judge(
  logits: ArrayLike<number>,
  card: Pick<ModelCard, 'labels' | 'calibration' | 'thresholds'>,
  quality: QualityReport,
): Prediction {
  if (isBlocked(quality)) return { kind: 'abstained', reason: 'image-quality', quality };
  const { calibration, thresholds } = card;
  if (!calibration || !thresholds) {
    return { kind: 'abstained', reason: 'uncalibrated-model', quality };
  }
  const margin = malignantMargin(logits, card.labels);
  if (!Number.isFinite(margin)) {
    return { kind: 'abstained', reason: 'non-finite-output', quality };
  }
  // The only place where the brand is given.
  const probability = calibrate(margin, calibration) as CalibratedProbability;
  return {
    kind: 'assessed',
    outcome: outcomeOf(probability, thresholds),
    probability,
    prevalence: calibration.prevalence,
    quality,
  };
}

/** Places a probability between the card's two thresholds. */
export function outcomeOf(
  probability: number,
  thresholds: NonNullable<ModelCard['thresholds']>,
): Outcome {
  if (probability >= thresholds.attend.value) return 'attend';
  return probability < thresholds.quiet.value ? 'quiet' : 'unsure';
}
