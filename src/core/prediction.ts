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
export type AbstentionReason =
  'image-quality' | 'uncalibrated-model' | 'non-finite-output' | 'not-a-lesion';

/** What a network gave for one picture. */
export interface RawOutput {
  /** One per label of the card, any real numbers. */
  readonly logits: ArrayLike<number>;
  /** Log-odds that the picture shows a skin spot; null from a network without a gate. */
  readonly gate: number | null;
}

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

/** What of a card is needed to judge. */
export type JudgingCard = Pick<ModelCard, 'labels' | 'calibration' | 'thresholds' | 'gate'>;

/**
 * Turns one picture's output into an answer. Abstains where the picture is blocked, the
 * card has no calibration, the output is not finite, or the gate turns the picture away.
 * `output` is null for a picture that never reached the network, because it is blocked.
 */
export function judge(
  output: RawOutput | null,
  card: JudgingCard,
  quality: QualityReport,
): Prediction {
  if (output === null || isBlocked(quality)) {
    return { kind: 'abstained', reason: 'image-quality', quality };
  }
  const { calibration, thresholds, gate } = card;
  if (!calibration || !thresholds) {
    return { kind: 'abstained', reason: 'uncalibrated-model', quality };
  }
  const margin = malignantMargin(output.logits, card.labels);
  if (!Number.isFinite(margin) || (gate && !Number.isFinite(output.gate ?? NaN))) {
    return { kind: 'abstained', reason: 'non-finite-output', quality };
  }
  if (isRejected(output, gate)) return { kind: 'abstained', reason: 'not-a-lesion', quality };
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

/** Whether the card's gate takes the picture for one that shows no skin spot. */
export function isRejected(output: RawOutput, gate: ModelCard['gate']): boolean {
  return gate !== null && output.gate !== null && output.gate < gate.threshold;
}

/** Places a probability between the card's two thresholds. */
export function outcomeOf(
  probability: number,
  thresholds: NonNullable<ModelCard['thresholds']>,
): Outcome {
  if (probability >= thresholds.attend.value) return 'attend';
  return probability < thresholds.quiet.value ? 'quiet' : 'unsure';
}
