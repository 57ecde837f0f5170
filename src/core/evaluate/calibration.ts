// Turns a model's raw margin into a probability that means what it says, and measures
// how far it still is from that.
import * as v from 'valibot';

/**
 * A fitted map from margin to probability: p = sigmoid(scale · margin + offset) (Platt
 * 1999; with offset 0 it is temperature scaling, Guo et al. 2017 §4.2). The offset takes
 * up what balanced sampling does to the prior.
 */
export const calibrationSchema = v.strictObject({
  method: v.literal('platt'),
  scale: v.pipe(v.number(), v.finite(), v.minValue(1e-6)),
  offset: v.pipe(v.number(), v.finite()),
  /** Share of malignant pictures in the set it was fitted on: the prior it speaks for. */
  prevalence: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
  /** Number of pictures it was fitted on. */
  n: v.pipe(v.number(), v.integer(), v.minValue(1)),
});
export type Calibration = Readonly<v.InferOutput<typeof calibrationSchema>>;

/** A case with its raw margin. */
export interface MarginCase {
  readonly margin: number;
  readonly malignant: boolean;
}

/** A case with a probability. */
export interface ProbabilityCase {
  readonly probability: number;
  readonly malignant: boolean;
}

/** The calibrated probability of malignancy for a margin (log-odds, any real number). */
export function calibrate(margin: number, { scale, offset }: Calibration): number {
  return sigmoid(scale * margin + offset);
}

/**
 * Log-odds of the malignant classes together: logsumexp(malignant) − logsumexp(benign).
 * `logits`: one per label.
 */
export function malignantMargin(
  logits: ArrayLike<number>,
  labels: readonly { readonly malignant: boolean }[],
): number {
  if (logits.length !== labels.length) {
    throw new RangeError(`${labels.length} labels but ${logits.length} logits`);
  }
  const pick = (malignant: boolean) =>
    logSumExp(Array.from(logits).filter((_, i) => labels[i].malignant === malignant));
  return pick(true) - pick(false);
}

/** Below it the margins rank no better than chance, and all get the same probability. */
const LEAST_SCALE = 1e-6;

/**
 * Fits Platt's map by Newton's method on the log-likelihood, with his smoothed targets
 * so that separable data does not run off to infinity (Lin, Lin & Weng 2007). Margins that
 * rank no better than chance, or are all the same, get the set's own share of malignant:
 * turned around, they would call the less suspicious picture the worse.
 * @throws RangeError if one class is missing.
 */
export function fitCalibration(cases: readonly MarginCase[]): Calibration {
  const n = cases.length;
  const positives = cases.filter((c) => c.malignant).length;
  if (positives === 0 || positives === n) {
    throw new RangeError(`calibration needs both classes, got ${positives} malignant of ${n}`);
  }
  const high = (positives + 1) / (positives + 2);
  const low = 1 / (n - positives + 2);
  const targets = cases.map((c) => (c.malignant ? high : low));
  const margins = cases.map(({ margin }) => margin);
  // In units of their own, lest large margins leave the first steps nowhere to go.
  const centre = margins.reduce((sum, margin) => sum + margin, 0) / n;
  const spread = Math.sqrt(margins.reduce((sum, m) => sum + (m - centre) ** 2, 0) / n) || 1;
  const units = margins.map((margin) => (margin - centre) / spread);
  const share = targets.reduce((sum, target) => sum + target, 0) / n;
  const { slope, intercept } = likeliestCurve(units, targets, share);
  // An intercept that was found beside a slope that is not taken would be wrong: a flat curve
  // lies at the share.
  const isFlat = !(slope / spread > LEAST_SCALE);
  const scale = isFlat ? LEAST_SCALE : slope / spread;
  const offset = (isFlat ? logit(share) : intercept) - scale * centre;
  return { method: 'platt', scale, offset, prevalence: positives / n, n };
}

function logit(share: number): number {
  return Math.log(share / (1 - share));
}

/** The likeliest sigmoid through `targets`, from a flat one at their `share` on. */
function likeliestCurve(
  xs: readonly number[],
  targets: readonly number[],
  share: number,
): { readonly slope: number; readonly intercept: number } {
  const loss = (slope: number, intercept: number) =>
    xs.reduce((sum, x, i) => {
      const z = slope * x + intercept;
      return sum + softplus(z) - targets[i] * z;
    }, 0);
  let slope = 0;
  let intercept = logit(share);
  let current = loss(slope, intercept);
  for (let step = 0; step < 100; step++) {
    let [gSlope, gIntercept, hSlope, hIntercept, hCross] = [0, 0, 1e-9, 1e-9, 0];
    xs.forEach((x, i) => {
      const p = sigmoid(slope * x + intercept);
      const weight = p * (1 - p);
      gSlope += (p - targets[i]) * x;
      gIntercept += p - targets[i];
      hSlope += weight * x * x;
      hIntercept += weight;
      hCross += weight * x;
    });
    if (Math.abs(gSlope) < 1e-9 && Math.abs(gIntercept) < 1e-9) break;
    const determinant = hSlope * hIntercept - hCross * hCross;
    const dSlope = (hIntercept * gSlope - hCross * gIntercept) / determinant;
    const dIntercept = (hSlope * gIntercept - hCross * gSlope) / determinant;
    let length = 1;
    let next = loss(slope - dSlope, intercept - dIntercept);
    while (!(next <= current) && length > 1e-10) {
      length /= 2;
      next = loss(slope - length * dSlope, intercept - length * dIntercept);
    }
    // Uphill wherever it looks: rounding is all that is left to gain.
    if (!(next <= current)) break;
    slope -= length * dSlope;
    intercept -= length * dIntercept;
    current = next;
  }
  return { slope, intercept };
}

/**
 * Moves a probability from one prior to another: odds' = odds · (π'/(1−π')) / (π/(1−π))
 * (Saerens et al. 2002). 0 and 1 stay what they are.
 * @throws RangeError for a prior outside (0, 1): none of the data can speak for it.
 */
export function shiftPrior(probability: number, from: number, to: number): number {
  for (const prior of [from, to]) {
    if (!(prior > 0 && prior < 1)) throw new RangeError(`a prior of ${prior} is no share`);
  }
  const odds = (probability / (1 - probability)) * (to / (1 - to)) * ((1 - from) / from);
  return Number.isFinite(odds) ? odds / (1 + odds) : 1;
}

/** One bin of a reliability diagram. */
export interface ReliabilityBin {
  readonly n: number;
  readonly meanProbability: number;
  readonly malignantShare: number;
}

/** Reliability over `bins` equal-width bins of [0, 1]; empty bins are left out. */
export function reliability(cases: readonly ProbabilityCase[], bins = 15): ReliabilityBin[] {
  const groups = Array.from({ length: bins }, () => ({ n: 0, probability: 0, malignant: 0 }));
  for (const { probability, malignant } of cases) {
    const group = groups[Math.min(bins - 1, Math.floor(probability * bins))];
    group.n++;
    group.probability += probability;
    group.malignant += Number(malignant);
  }
  return groups
    .filter((group) => group.n > 0)
    .map(({ n, probability, malignant }) => ({
      n,
      meanProbability: probability / n,
      malignantShare: malignant / n,
    }));
}

/** Expected calibration error, equal-width bins weighted by size (Naeini et al. 2015). */
export function expectedCalibrationError(cases: readonly ProbabilityCase[], bins = 15): number {
  return reliability(cases, bins).reduce(
    (sum, bin) => sum + (bin.n / cases.length) * Math.abs(bin.meanProbability - bin.malignantShare),
    0,
  );
}

/** Mean squared difference between probability and truth (Brier 1950). */
export function brierScore(cases: readonly ProbabilityCase[]): number {
  const sum = cases.reduce((total, c) => total + (c.probability - Number(c.malignant)) ** 2, 0);
  return sum / cases.length;
}

function sigmoid(x: number): number {
  return x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x));
}

function softplus(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}

function logSumExp(values: readonly number[]): number {
  const top = Math.max(...values);
  return top + Math.log(values.reduce((sum, value) => sum + Math.exp(value - top), 0));
}
