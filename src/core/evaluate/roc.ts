// Ranking quality: area under the ROC curve with DeLong's interval, and thresholds
// read off the curve. Plain numbers over all predictions, never means of batches.

import { min } from 'd3-array';
import { areaDeviation, type Placed } from './area-deviation';
import { wilson } from './confusion';

/** One judged case. */
export interface Scored {
  /** Higher means more malignant. */
  readonly score: number;
  readonly malignant: boolean;
  /** What it shares with others, e.g. its patient; empty or absent: it stands alone. */
  readonly cluster?: string;
}

/** A figure with its 95 % interval. */
export interface Interval {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

const Z95 = 1.959963984540054;
/** What a sum of shares that cancel may leave. */
const ROUNDING = 1e-9;

/**
 * AUROC with DeLong's variance (DeLong et al. 1988), computed from midranks (Sun & Xu
 * 2014) in O(n log n), and a logit-scale 95 % interval, which stays inside [0, 1]. Where that
 * variance is 0 (all ranked right, all wrong, or all alike) or cannot be taken (a class of
 * one), it would promise certainty: then the interval is Wilson's for as many cases as the
 * smaller class has, which is wide for few cases as it ought to be. Cases of one cluster
 * are taken together (`areaDeviation`).
 * NaN throughout when one class is missing.
 * @throws RangeError for a score that is NaN: it has no rank.
 */
export function auroc(cases: readonly Scored[]): Interval {
  const placed = place(cases);
  if (!placed) return { value: NaN, low: NaN, high: NaN };
  const { value, ofMalignant, ofBenign } = placed;
  const deviation = areaDeviation(ofMalignant, ofBenign);
  if (!(deviation > ROUNDING)) {
    const fewer = Math.min(ofMalignant.length, ofBenign.length);
    return wilson(value * fewer, fewer);
  }
  const centre = Math.log(value / (1 - value));
  const half = (Z95 * deviation) / (value * (1 - value));
  return { value, low: logistic(centre - half), high: logistic(centre + half) };
}

/** Two scores on the same cases. */
export interface AurocDifference {
  /** First minus second, with its 95 % interval. */
  readonly difference: Interval;
  /** Two-sided, of the hypothesis that both rank equally well; NaN where it cannot be told. */
  readonly p: number;
}

/**
 * Compares two scores of the same cases, given in the same order (DeLong et al. 1988): the
 * covariance of the two areas is taken into account, so small differences can be told.
 * Where they differ and no variance can be taken (a class of one, or all cases moved alike),
 * nothing is known of chance: the interval is all that a difference can be, and p is NaN.
 * NaN throughout when one class is missing.
 * @throws RangeError for cases that are not the same, or a score that is NaN.
 */
export function compareAuroc(first: readonly Scored[], second: readonly Scored[]): AurocDifference {
  const areSame =
    first.length === second.length &&
    first.every(({ malignant }, i) => malignant === second[i].malignant);
  if (!areSame) throw new RangeError('the two scores are not of the same cases');
  const a = place(first);
  const b = place(second);
  if (!a || !b) return { difference: { value: NaN, low: NaN, high: NaN }, p: NaN };
  const minus = (ours: readonly Placed[], theirs: readonly Placed[]) =>
    ours.map(({ placement, cluster }, i) => ({
      placement: placement - theirs[i].placement,
      cluster,
    }));
  const ofMalignant = minus(a.ofMalignant, b.ofMalignant);
  const ofBenign = minus(a.ofBenign, b.ofBenign);
  const value = a.value - b.value;
  if ([...ofMalignant, ...ofBenign].every(({ placement }) => placement === 0)) {
    return { difference: { value: 0, low: 0, high: 0 }, p: 1 };
  }
  const deviation = areaDeviation(ofMalignant, ofBenign);
  if (!(deviation > ROUNDING)) {
    return { difference: { value, low: -1, high: 1 }, p: NaN };
  }
  const half = Z95 * deviation;
  const p = 2 * normalTail(Math.abs(value) / deviation);
  return { difference: { value, low: value - half, high: value + half }, p };
}

/**
 * The lowest threshold whose specificity (share of benign with score < threshold) is at
 * least `specificity`: as sensitive as that specificity allows. It lies half-way to
 * the next score of either class, so that no malignant one in between is lost.
 */
export function thresholdAtSpecificity(cases: readonly Scored[], specificity: number): number {
  const benign = cases.filter((c) => !c.malignant).map((c) => c.score);
  const sorted = benign.sort((a, b) => a - b);
  const needed = Math.ceil(specificity * sorted.length - 1e-9);
  if (needed <= 0) return sorted[0] ?? 0;
  const highestBelow = sorted[needed - 1];
  const next = min(cases, ({ score }) => (score > highestBelow ? score : undefined));
  return next === undefined ? nextAbove(highestBelow) : (highestBelow + next) / 2;
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

/** How each case stands to those of the other class. */
interface Placement {
  readonly value: number;
  /** Of each malignant case, the share of benign ones below it; ties count half. */
  readonly ofMalignant: readonly Placed[];
  /** Of each benign case, the share of malignant ones above it. */
  readonly ofBenign: readonly Placed[];
}

// null when one class is missing.
function place(cases: readonly Scored[]): Placement | null {
  if (cases.some(({ score }) => Number.isNaN(score))) {
    throw new RangeError('a score is not a number and cannot be ranked');
  }
  const malignant = cases.filter((c) => c.malignant);
  const benign = cases.filter((c) => !c.malignant);
  const positive = malignant.map(({ score }) => score);
  const negative = benign.map(({ score }) => score);
  const m = positive.length;
  const n = negative.length;
  if (m === 0 || n === 0) return null;
  const all = midranks([...positive, ...negative]);
  const amongPositive = midranks(positive);
  const amongNegative = midranks(negative);
  const ofMalignant = malignant.map(({ cluster = '' }, i) => ({
    ...{ placement: (all[i] - amongPositive[i]) / n, cluster },
  }));
  const ofBenign = benign.map(({ cluster = '' }, j) => ({
    ...{ placement: 1 - (all[m + j] - amongNegative[j]) / m, cluster },
  }));
  const sum = ofMalignant.reduce((total, { placement }) => total + placement, 0);
  return { value: sum / m, ofMalignant, ofBenign };
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

/**
 * P(Z > z) of the standard normal for z ≥ 0: Abramowitz and Stegun 26.2.17, off by less
 * than 7.5e-8.
 */
function normalTail(z: number): number {
  const t = 1 / (1 + 0.2316419 * z);
  const series = [0.31938153, -0.356563782, 1.781477937, -1.821255978, 1.330274429];
  const sum = series.reduceRight((total, c) => (total + c) * t, 0);
  return (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * sum;
}
