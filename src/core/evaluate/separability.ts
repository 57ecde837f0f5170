// How well one thing can be told from pictures' features by a straight line through them:
// whether a network has noticed something it should not go by, such as a picture's source.
import { fitLogistic, scoreOf } from '../train/logistic';
import { auroc, type Interval } from './roc';

/** Features with whether they are of the thing in question. */
export interface ProbeRow {
  /** float32 [features]. */
  readonly features: Float32Array;
  readonly isOne: boolean;
}

const DECAY = 1e-2;

/**
 * AUROC, on `judged`, of a logistic regression fitted on `fitted`: 0.5 where the thing
 * cannot be told. Both classes count alike in the fit. null where either set lacks one.
 */
export function separability(
  fitted: readonly ProbeRow[],
  judged: readonly ProbeRow[],
): Interval | null {
  const hasBoth = (rows: readonly ProbeRow[]) => new Set(rows.map(({ isOne }) => isOne)).size === 2;
  if (!hasBoth(fitted) || !hasBoth(judged)) return null;
  const ones = fitted.filter(({ isOne }) => isOne).length;
  const width = fitted[0].features.length;
  const features = new Float32Array(fitted.length * width);
  fitted.forEach((row, i) => features.set(row.features, i * width));
  const model = fitLogistic(
    {
      features,
      isPositive: fitted.map(({ isOne }) => isOne),
      importance: fitted.map(({ isOne }) => 1 / (isOne ? ones : fitted.length - ones)),
    },
    { decay: DECAY },
  );
  return auroc(
    judged.map((row) => ({ score: scoreOf(model, row.features), malignant: row.isOne })),
  );
}
