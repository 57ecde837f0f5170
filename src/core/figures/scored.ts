// Pictures as a network sees them, before and after its margins become probabilities.
import type { Sample } from '../data/manifest';
import { calibrate, type Calibration } from '../evaluate/calibration';
import type { QualityReport } from '../image/quality';
import type { RawOutput } from '../prediction';

/** A picture and what the network gave for it, before anybody judges. */
export interface ScoredSample<S extends Sample = Sample> {
  readonly sample: S;
  readonly output: RawOutput;
  /** Log-odds of the malignant labels, not calibrated. */
  readonly margin: number;
  readonly quality: QualityReport;
}

/** A sample with its calibrated probability, in [0, 1]. */
export interface RatedSample<S extends Sample = Sample> {
  readonly sample: S;
  readonly probability: number;
  readonly malignant: boolean;
}

/**
 * Calibrated, also where the app would not judge the picture, so that none is dropped from
 * the figures.
 */
export function rate<S extends Sample>(
  { sample, margin }: Pick<ScoredSample<S>, 'sample' | 'margin'>,
  calibration: Calibration,
): RatedSample<S> {
  const malignant = sample.target === 'malignant';
  return { sample, malignant, probability: calibrate(margin, calibration) };
}
