// Where the lines are drawn, on validation pictures, with what is promised of them.
import { lowerThreshold, upperThreshold } from '../evaluate/conformal';
import type { Thresholds } from '../evaluate/report';
import type { Gate } from '../model/card';
import type { TrainConfig } from '../train/config';
import type { RatedSample } from '../figures/scored';

/**
 * `attend` and `quiet`, class-conditional conformal: the rates hold for new pictures like
 * these. Too few pictures to promise that leave nothing below `quiet`, nothing above
 * `attend`.
 */
export function chooseThresholds(
  { attendSpecificity, quietSensitivity }: TrainConfig['thresholds'],
  val: readonly RatedSample[],
): Thresholds {
  const scoresOf = (malignant: boolean) =>
    val.filter((row) => row.malignant === malignant).map(({ probability }) => probability);
  const benign = scoresOf(false);
  const malignant = scoresOf(true);
  const falseAlarms = rounded(1 - attendSpecificity);
  const misses = rounded(1 - quietSensitivity);
  const attend = Math.min(1, upperThreshold(benign, falseAlarms));
  const quiet = Math.max(0, lowerThreshold(malignant, misses));
  const like =
    'this holds on average for new pictures like them, not for others, and less well where they also chose between epochs or models';
  return {
    attend: {
      value: attend,
      promised: falseAlarms,
      rule: `Chosen on ${benign.length} validation pictures that were not malignant: of 100, at most ${ofHundred(falseAlarms)} are flagged; ${like}.`,
    },
    quiet: {
      // A model that ranks nearly perfectly could cross the two; then nothing is unsure.
      value: Math.min(quiet, attend),
      promised: misses,
      rule: `Chosen on ${malignant.length} malignant validation pictures: of 100, at most ${ofHundred(misses)} get this answer; ${like}.`,
    },
  };
}

/** Share of lesions a gate may turn away: of the main pictures, and of those brought for it. */
const TURNED_AWAY = { main: 0.02, others: 0.05 };

/**
 * The higher the gate's threshold, the more it turns away. This is the highest that turns
 * away at most the shares above, or no lesion at all where there are too few to tell.
 * @param main log-odds of the main val pictures
 * @param others log-odds of other lesions that the gate did not learn from; may be empty
 */
export function chooseGateThreshold(
  main: readonly number[],
  others: readonly number[],
): Pick<Gate, 'threshold' | 'rule'> {
  const sets = [
    { scores: main, rate: TURNED_AWAY.main, what: 'validation pictures of lesions' },
    {
      scores: others,
      rate: TURNED_AWAY.others,
      what: 'further pictures of lesions, none of which the gate deciding on it had learned from',
    },
  ].filter(({ scores }) => scores.length > 0);
  const threshold = Math.min(
    ...sets.map(({ scores, rate }) => {
      const conformal = lowerThreshold(scores, rate);
      return Number.isFinite(conformal) ? conformal : Math.min(...scores);
    }),
  );
  const parts = sets.map(({ scores, what }) => {
    const turned = scores.filter((score) => score < threshold).length;
    return `${turned} of ${scores.length} ${what}`;
  });
  return { threshold, rule: `Chosen so that it turns away ${parts.join(', and ')}.` };
}

// 0.14 · 100 is not 14 in binary.
function ofHundred(share: number): number {
  return rounded(100 * share);
}

// Nor is 1 − 0.95 quite 0.05.
function rounded(share: number): number {
  return Math.round(share * 1e6) / 1e6;
}
