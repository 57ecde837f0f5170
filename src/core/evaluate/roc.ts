// Ranking quality: area under the ROC curve with DeLong's interval, and thresholds
// read off the curve. Plain numbers over all predictions, never means of batches.

/** One judged case. */
export interface Scored {
  /** Higher means more malignant. */
  readonly score: number;
  readonly malignant: boolean;
}

/** A figure with its 95 % interval. */
export interface Interval {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

const Z95 = 1.959963984540054;

/**
 * AUROC with DeLong's variance (DeLong et al. 1988), computed from midranks (Sun & Xu
 * 2014) in O(n log n), and a logit-scale 95 % interval, which stays inside [0, 1].
 * NaN throughout when one class is missing.
 * @throws RangeError for a score that is NaN: it has no rank.
 */
export function auroc(cases: readonly Scored[]): Interval {
  if (cases.some(({ score }) => Number.isNaN(score))) {
    throw new RangeError('a score is not a number and cannot be ranked');
  }
  const positive = cases.filter((c) => c.malignant).map((c) => c.score);
  const negative = cases.filter((c) => !c.malignant).map((c) => c.score);
  const m = positive.length;
  const n = negative.length;
  if (m === 0 || n === 0) return { value: NaN, low: NaN, high: NaN };
  const all = midranks([...positive, ...negative]);
  const amongPositive = midranks(positive);
  const amongNegative = midranks(negative);
  // Placement of each case among those of the other class, in [0, 1].
  const v10 = positive.map((_, i) => (all[i] - amongPositive[i]) / n);
  const v01 = negative.map((_, j) => 1 - (all[m + j] - amongNegative[j]) / m);
  const value = mean(v10);
  const deviation = Math.sqrt(variance(v10) / m + variance(v01) / n);
  if (value <= 0 || value >= 1) return { value, low: value, high: value };
  const centre = Math.log(value / (1 - value));
  const half = (Z95 * deviation) / (value * (1 - value));
  return { value, low: logistic(centre - half), high: logistic(centre + half) };
}

/**
 * The lowest threshold whose specificity (share of benign with score < threshold) is at
 * least `specificity`: as sensitive as that specificity allows.
 */
export function thresholdAtSpecificity(cases: readonly Scored[], specificity: number): number {
  const benign = cases.filter((c) => !c.malignant).map((c) => c.score);
  const sorted = benign.sort((a, b) => a - b);
  const needed = Math.ceil(specificity * sorted.length - 1e-9);
  if (needed <= 0) return sorted[0] ?? 0;
  const highestBelow = sorted[needed - 1];
  const next = sorted.find((score) => score > highestBelow);
  return next === undefined ? nextAbove(highestBelow) : (highestBelow + next) / 2;
}

/**
 * The highest threshold whose sensitivity (share of malignant with score ≥ threshold) is
 * at least `sensitivity`.
 */
export function thresholdAtSensitivity(cases: readonly Scored[], sensitivity: number): number {
  const malignant = cases.filter((c) => c.malignant).map((c) => c.score);
  const sorted = malignant.sort((a, b) => b - a);
  const needed = Math.max(1, Math.ceil(sensitivity * sorted.length - 1e-9));
  return sorted[needed - 1] ?? 0;
}

/** A point of the ROC curve. */
export interface RocPoint {
  readonly falsePositiveRate: number;
  readonly truePositiveRate: number;
}

/** The ROC curve from (0, 0) to (1, 1); tied scores make one slanted step. */
export function rocCurve(cases: readonly Scored[]): RocPoint[] {
  const sorted = [...cases].sort((a, b) => b.score - a.score);
  const m = cases.filter((c) => c.malignant).length;
  const n = cases.length - m;
  const points: RocPoint[] = [{ falsePositiveRate: 0, truePositiveRate: 0 }];
  let hits = 0;
  let alarms = 0;
  sorted.forEach((c, i) => {
    if (c.malignant) hits++;
    else alarms++;
    if (sorted[i + 1]?.score === c.score) return;
    points.push({ falsePositiveRate: alarms / n, truePositiveRate: hits / m });
  });
  return points;
}

function midranks(values: readonly number[]): Float64Array {
  const order = values.map((_, i) => i).sort((a, b) => values[a] - values[b]);
  const ranks = new Float64Array(values.length);
  for (let from = 0; from < order.length;) {
    let to = from;
    while (to < order.length && values[order[to]] === values[order[from]]) to++;
    for (let k = from; k < to; k++) ranks[order[k]] = (from + 1 + to) / 2;
    from = to;
  }
  return ranks;
}

function nextAbove(value: number): number {
  return value + Math.max(Math.abs(value), 1e-6) * 1e-6;
}

function logistic(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function variance(values: readonly number[]): number {
  if (values.length < 2) return 0;
  const centre = mean(values);
  return values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1);
}
