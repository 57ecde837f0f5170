// Adam (Kingma & Ba 2015), as tf-keras writes it. AdamW uses its inner loop.
import * as v from 'valibot';
import type { ParameterLayout } from '../parameters';
import { optimizerOf, type Optimizer } from './optimizer';

const discount = v.pipe(v.number(), v.minValue(0), v.ltValue(1));

/** Adam's settings; defaults are Keras's: `Adam(beta_1=0.9, beta_2=0.999, epsilon=1e-7)`. */
export const adamEntries = {
  /** Discount of the mean of gradients, 0 ≤ β < 1. */
  beta1: v.optional(discount, 0.9),
  /** Discount of the mean of squared gradients, 0 ≤ β < 1. */
  beta2: v.optional(discount, 0.999),
  /** The paper's ε̂. 0 would divide 0 by 0 where the gradient is 0. */
  epsilon: v.optional(v.pipe(v.number(), v.gtValue(0)), 1e-7),
};

export const adamSchema = v.strictObject({ kind: v.literal('adam'), ...adamEntries });
export type AdamConfig = Readonly<v.InferOutput<typeof adamSchema>>;

/**
 * Adam. m ← m + (g − m)(1 − β₁); v ← v + (g² − v)(1 − β₂); weight −= α·m / (√v + ε), with
 * α = rate·√(1 − β₂ᵗ) / (1 − β₁ᵗ).
 *
 * Epsilon: Keras's place, outside the root and beside the *uncorrected* v ("epsilon hat",
 * Kingma & Ba, before §2.1), not beside the corrected one as in their Algorithm 1,
 * PyTorch and tfjs. Source: tf_keras/optimizers/adam.py, without `amsgrad`.
 */
export function adam(config: AdamConfig, { size }: ParameterLayout): Optimizer {
  const { kind, beta1, beta2, epsilon } = config;
  const slots = { m: new Float32Array(size), v: new Float32Array(size) };
  return optimizerOf({
    kind,
    size,
    slots,
    update: (weights, gradient, { rate, step }) => {
      const alpha = adamRate(config, rate, step);
      const options = { from: 0, to: size, keep: 1, alpha, beta1, beta2, epsilon };
      updateAdam(weights, gradient, slots, options);
    },
  });
}

/** α of step `step` (1 is the first): the rate with both bias corrections in it. */
export function adamRate(
  { beta1, beta2 }: { readonly beta1: number; readonly beta2: number },
  rate: number,
  step: number,
): number {
  // Powers of the step, not running products: they need no state of their own.
  return (rate * Math.sqrt(1 - beta2 ** step)) / (1 - beta1 ** step);
}

/** Adam's update of the elements `from` … `to` − 1; `keep` scales the old weight. */
export function updateAdam(
  weights: Float32Array,
  gradient: Float32Array,
  slots: { readonly m: Float32Array; readonly v: Float32Array },
  options: {
    readonly from: number;
    readonly to: number;
    readonly keep: number;
    readonly alpha: number;
    readonly beta1: number;
    readonly beta2: number;
    readonly epsilon: number;
  },
): void {
  const { m, v } = slots;
  const { from, to, keep, alpha, epsilon } = options;
  const rest1 = 1 - options.beta1;
  const rest2 = 1 - options.beta2;
  for (let i = from; i < to; i++) {
    const g = gradient[i];
    const mi = m[i] + (g - m[i]) * rest1;
    const vi = v[i] + (g * g - v[i]) * rest2;
    m[i] = mi;
    v[i] = vi;
    weights[i] = weights[i] * keep - (alpha * mi) / (Math.sqrt(vi) + epsilon);
  }
}
