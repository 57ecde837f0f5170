// Feature maps to one vector per picture: of every channel its mean, and how unevenly it
// is spread over the picture. Spread is what texture and asymmetry show up in: in a
// throwaway probe (logistic regression on one plain view) it took AUROC on val from 0.845
// to 0.859.
import * as tfl from '@tensorflow/tfjs-layers';
import type { SymbolicTensor } from '@tensorflow/tfjs-layers';
import type { NamedWeight } from './weights';

/** Batch-norm's default epsilon in tfjs-layers; undone when scales are written. */
const EPSILON = 1e-3;

/** What the spread of each channel is compared with: its mean variance over training pictures. */
export interface SpreadScale {
  readonly layer: string;
  /** float32 [channels], > 0. */
  readonly variance: Float32Array;
}

/** Where each map's numbers lie in a vector: `channels` means, then `channels` spreads. */
export type VectorLayout = readonly { readonly layer: string; readonly channels: number }[];

/** A named feature map. */
export type NamedMap = readonly [layer: string, map: SymbolicTensor];

/** The layout that `poolFeatures` gives for these maps. */
export function layoutOf(maps: readonly NamedMap[]): VectorLayout {
  return maps.map(([layer, map]) => ({ layer, channels: map.shape[map.shape.length - 1]! }));
}

/**
 * Mean of every map and of its square, over height and width: symbolic pairs of
 * [batch, channels], in layout order. What extraction caches is computed from these.
 */
export function poolMoments(
  maps: readonly NamedMap[],
): { readonly layer: string; readonly mean: SymbolicTensor; readonly square: SymbolicTensor }[] {
  return maps.map(([layer, map]) => {
    const pool = (x: SymbolicTensor, name: string) =>
      tfl.layers.globalAveragePooling2d({ name }).apply(x) as SymbolicTensor;
    return {
      layer,
      mean: pool(map, `${layer}_mean`),
      square: pool(squared(map, `${layer}_squared`), `${layer}_mean_square`),
    };
  });
}

/**
 * The feature vector [batch, features]: per map its means, then its spreads
 * z/(1+|z|) with z = variance / typical variance: 0 for a flat channel, 0.5 for a usual
 * one, towards 1 for a very uneven one. Only stock layers, so that stock tfjs opens the
 * model: variance is mean(x²) − mean(x)², and the subtraction is a batch-norm whose γ is
 * negative. Its weights come from `spreadWeights`.
 */
export function poolFeatures(maps: readonly NamedMap[]): SymbolicTensor {
  const parts = poolMoments(maps).flatMap(({ layer, mean, square }) => {
    const squaredMean = squared(mean, `${layer}_squared_mean`);
    const z = tfl.layers
      .add({ name: `${layer}_variance` })
      .apply([
        scaleLayer(`${layer}_plus`).apply(square) as SymbolicTensor,
        scaleLayer(`${layer}_minus`).apply(squaredMean) as SymbolicTensor,
      ]) as SymbolicTensor;
    const spread = tfl.layers
      .activation({ activation: 'softsign', name: `${layer}_spread` })
      .apply(z) as SymbolicTensor;
    return [mean, spread];
  });
  return tfl.layers.concatenate({ name: 'features' }).apply(parts) as SymbolicTensor;
}

/** The numbers behind `poolFeatures`'s scale layers, by weight name. */
export function spreadWeights(scales: readonly SpreadScale[]): Map<string, NamedWeight> {
  const weights = new Map<string, NamedWeight>();
  const set = (name: string, values: Float32Array) => {
    weights.set(name, { name, shape: [values.length], values });
  };
  // A batch-norm divides by √(1 + ε); undone here, so that γ is the scale itself.
  const undo = Math.sqrt(1 + EPSILON);
  for (const { layer, variance } of scales) {
    for (const [sign, direction] of [
      ['plus', 1],
      ['minus', -1],
    ] as const) {
      const name = `${layer}_${sign}`;
      set(
        `${name}/gamma`,
        variance.map((value) => (direction * undo) / value),
      );
      set(`${name}/moving_mean`, new Float32Array(variance.length));
      set(`${name}/moving_variance`, new Float32Array(variance.length).fill(1));
    }
  }
  return weights;
}

/**
 * The same vector in plain numbers, in place: `vector` holds means and variances in
 * layout order, and its variances become spreads.
 */
export function spreadInPlace(
  vector: Float32Array,
  layout: VectorLayout,
  scales: readonly SpreadScale[],
): void {
  let offset = 0;
  layout.forEach(({ channels }, i) => {
    const { variance } = scales[i];
    for (let c = 0; c < channels; c++) {
      const at = offset + channels + c;
      const z = vector[at] / variance[c];
      vector[at] = z / (1 + Math.abs(z));
    }
    offset += 2 * channels;
  });
}

/** Scales are stored as its inverse, and float16 ends at 65,504. */
const LEAST_VARIANCE = 1 / 65_000;

/** Mean variance of every channel over `vectors` (means and variances in layout order). */
export function typicalVariance(
  vectors: Iterable<Float32Array>,
  layout: VectorLayout,
): SpreadScale[] {
  const sums = layout.map(({ channels }) => new Float64Array(channels));
  let n = 0;
  for (const vector of vectors) {
    let offset = 0;
    layout.forEach(({ channels }, i) => {
      for (let c = 0; c < channels; c++) sums[i][c] += vector[offset + channels + c];
      offset += 2 * channels;
    });
    n++;
  }
  // A channel that never varies has no scale; any positive one leaves its spread at 0.
  return layout.map(({ layer }, i) => ({
    layer,
    variance: Float32Array.from(sums[i], (sum) => Math.max(sum / n, LEAST_VARIANCE)),
  }));
}

// x · x by way of a reshape that changes nothing: the executor of tfjs-layers counts a
// layer that takes the same tensor twice as one consumer, and frees the tensor too early.
function squared(x: SymbolicTensor, name: string): SymbolicTensor {
  const targetShape = x.shape.slice(1);
  const twin = tfl.layers.reshape({ targetShape, name: `${name}_twin` }).apply(x);
  return tfl.layers.multiply({ name }).apply([x, twin as SymbolicTensor]) as SymbolicTensor;
}

function scaleLayer(name: string) {
  return tfl.layers.batchNormalization({ name, center: false, scale: true, epsilon: EPSILON });
}
