// Logistic regression on features that fit into memory: a convex problem with one answer,
// which needs no batches, no seed and no learning rate to be found.

import { seededRandom } from '../random';

/** log-odds = features · weights + bias. */
export interface LinearModel {
  /** float32 [features]. */
  readonly weights: Float32Array;
  readonly bias: number;
}

/** Rows of features with what they are. */
export interface LogisticRows {
  /** float32 [rows, features], row-major. */
  readonly features: Float32Array;
  /** true or false of each row. */
  readonly isPositive: readonly boolean[];
  /** How much each row counts, > 0; only their ratios matter. */
  readonly importance: readonly number[];
}

export interface LogisticOptions {
  /** Half of this times the squared length of the weights is added to the mean loss. */
  readonly decay: number;
  /** Steps at most; it ends sooner where the gradient has vanished. */
  readonly steps?: number;
}

const DEFAULT_STEPS = 400;
const VANISHED = 1e-6;
/** A feature that varies less is left at its scale: it carries nothing. */
const SMALLEST_DEVIATION = 1e-4;

/**
 * Minimises the weighted mean log-loss with an L2 penalty on the weights of the
 * standardised features (not on the bias), by Nesterov's accelerated gradient with restarts
 * (O'Donoghue & Candès 2015) and the step that the loss's curvature allows. The weights
 * that come back are for the features as given.
 */
export function fitLogistic(
  rows: LogisticRows,
  { decay, steps = DEFAULT_STEPS }: LogisticOptions,
): LinearModel {
  const n = rows.isPositive.length;
  const width = rows.features.length / n;
  const total = rows.importance.reduce((sum, value) => sum + value, 0);
  const share = Float64Array.from(rows.importance, (value) => value / total);
  const { x, mean, deviation } = standardised(rows.features, share);
  const step = 1 / (largestCurvature(x, share, width) / 4 + decay);

  const at = new Float64Array(width + 1);
  const ahead = new Float64Array(width + 1);
  const gradient = new Float64Array(width + 1);
  let momentum = 1;
  for (let i = 0; i < steps; i++) {
    lossGradient(x, rows.isPositive, share, ahead, gradient);
    for (let c = 0; c < width; c++) gradient[c] += decay * ahead[c];
    if (gradient.every((value) => Math.abs(value) < VANISHED)) break;
    const next = (1 + Math.sqrt(1 + 4 * momentum * momentum)) / 2;
    const pull = (momentum - 1) / next;
    let uphill = 0;
    for (let c = 0; c <= width; c++) {
      const to = ahead[c] - step * gradient[c];
      uphill += gradient[c] * (to - at[c]);
      ahead[c] = to + pull * (to - at[c]);
      at[c] = to;
    }
    if (uphill > 0) ahead.set(at);
    momentum = uphill > 0 ? 1 : next;
  }

  let bias = at[width];
  const weights = new Float32Array(width);
  for (let c = 0; c < width; c++) {
    weights[c] = at[c] / deviation[c];
    bias -= at[c] * (mean[c] / deviation[c]);
  }
  return { weights, bias };
}

/** log-odds of one row. */
export function scoreOf({ weights, bias }: LinearModel, row: ArrayLike<number>): number {
  let sum = bias;
  for (let c = 0; c < weights.length; c++) sum += weights[c] * row[c];
  return sum;
}

function standardised(features: Float32Array, share: Float64Array) {
  const width = features.length / share.length;
  const mean = new Float64Array(width);
  const square = new Float64Array(width);
  eachRow(features, width, (from, row) => {
    for (let c = 0; c < width; c++) mean[c] += share[row] * features[from + c];
  });
  eachRow(features, width, (from, row) => {
    for (let c = 0; c < width; c++) square[c] += share[row] * (features[from + c] - mean[c]) ** 2;
  });
  const deviation = square.map((value) => Math.max(Math.sqrt(value), SMALLEST_DEVIATION));
  const x = new Float32Array(features.length);
  eachRow(features, width, (from) => {
    for (let c = 0; c < width; c++) x[from + c] = (features[from + c] - mean[c]) / deviation[c];
  });
  return { x, mean, deviation };
}

// Of the weighted mean log-loss, by weight and then bias, into `gradient`.
function lossGradient(
  x: Float32Array,
  isPositive: readonly boolean[],
  share: Float64Array,
  at: Float64Array,
  gradient: Float64Array,
): void {
  const width = at.length - 1;
  gradient.fill(0);
  eachRow(x, width, (from, row) => {
    let z = at[width];
    for (let c = 0; c < width; c++) z += at[c] * x[from + c];
    const error = share[row] * (1 / (1 + Math.exp(-z)) - Number(isPositive[row]));
    for (let c = 0; c < width; c++) gradient[c] += error * x[from + c];
    gradient[width] += error;
  });
}

// Largest eigenvalue of the weighted second moments of (x, 1), by power iteration, with a
// tenth to spare because that approaches it from below.
function largestCurvature(x: Float32Array, share: Float64Array, width: number): number {
  // At random: any fixed direction could happen to have no part in the largest one.
  const random = seededRandom('curvature');
  let direction = Float64Array.from({ length: width + 1 }, () => random.normal());
  let size = 1;
  for (let i = 0; i < 30; i++) {
    const image = new Float64Array(width + 1);
    eachRow(x, width, (from, row) => {
      let dot = direction[width];
      for (let c = 0; c < width; c++) dot += direction[c] * x[from + c];
      dot *= share[row];
      for (let c = 0; c < width; c++) image[c] += dot * x[from + c];
      image[width] += dot;
    });
    size = Math.sqrt(image.reduce((sum, value) => sum + value * value, 0));
    direction = image.map((value) => value / size);
  }
  return 1.1 * size;
}

function eachRow(
  values: Float32Array,
  width: number,
  visit: (from: number, row: number) => void,
): void {
  for (let from = 0, row = 0; from < values.length; from += width, row++) visit(from, row);
}
