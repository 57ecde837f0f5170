// How a disturbance changes what a model says of the same pictures.
import { wilson } from '../evaluate/confusion';
import { auroc, compareAuroc, type Interval } from '../evaluate/roc';
import type { Outcome } from '../prediction';

/** One picture's answer; the gate and the quality check are left out of it. */
export interface Answer {
  readonly probability: number;
  readonly outcome: Outcome;
  readonly malignant: boolean;
}

/** What became of the answers. All intervals are 95 %. */
export interface DisturbedFigures {
  readonly auroc: Interval;
  /** Disturbed minus undisturbed, paired (DeLong). */
  readonly difference: Interval;
  /** Share of pictures with another outcome than undisturbed. */
  readonly flips: Interval;
  /** Share of malignant pictures that were flagged or unsure, and are quiet now. */
  readonly newlyQuiet: Interval;
}

/** @throws RangeError for answers that are not of the same pictures in the same order. */
export function disturbedFigures(
  plain: readonly Answer[],
  disturbed: readonly Answer[],
): DisturbedFigures {
  const scored = (answers: readonly Answer[]) =>
    answers.map(({ probability, malignant }) => ({ score: probability, malignant }));
  const { difference } = compareAuroc(scored(disturbed), scored(plain));
  const flips = disturbed.filter(({ outcome }, i) => outcome !== plain[i].outcome).length;
  const malignant = disturbed.filter((answer) => answer.malignant).length;
  const newlyQuiet = disturbed.filter(
    (answer, i) => answer.malignant && answer.outcome === 'quiet' && plain[i].outcome !== 'quiet',
  ).length;
  return {
    auroc: auroc(scored(disturbed)),
    difference,
    flips: wilson(flips, disturbed.length),
    newlyQuiet: wilson(newlyQuiet, malignant),
  };
}
