// RMSprop (Hinton 2012, lecture 6), as tf-keras writes it.
import * as v from 'valibot';
import type { ParameterLayout } from '../parameters';
import { optimizerOf, type Optimizer } from './optimizer';

/** Defaults are Keras's: `RMSprop(rho=0.9, momentum=0.0, epsilon=1e-7, centered=False)`. */
export const rmspropSchema = v.strictObject({
  kind: v.literal('rmsprop'),
  /** Discount of the mean of squared gradients, 0 ≤ ρ < 1. */
  rho: v.optional(v.pipe(v.number(), v.minValue(0), v.ltValue(1)), 0.9),
  /** Share of the last update carried into this one, 0 ≤ momentum < 1; plain, not Nesterov. */
  momentum: v.optional(v.pipe(v.number(), v.minValue(0), v.ltValue(1)), 0),
  /** Under the root. 0 would divide 0 by 0 where the gradient is 0. */
  epsilon: v.optional(v.pipe(v.number(), v.gtValue(0)), 1e-7),
  /** Divides by the standard deviation of the gradient, not by its root mean square. */
  centered: v.optional(v.boolean(), false),
});
export type RmspropConfig = Readonly<v.InferOutput<typeof rmspropSchema>>;

/**
 * RMSprop. velocity ← ρ·velocity + (1 − ρ)g²; when centered also average ← ρ·average +
 * (1 − ρ)g; increment = rate·g / √(velocity − average² + ε); with momentum the increment is
 * added to momentum × the last update. weight −= the result.
 *
 * Epsilon: Keras's place, *under* the root (PyTorch and the lecture have it outside).
 * Source: tf_keras/optimizers/rmsprop.py. One departure: velocity − average² is held at 0
 * from below. It is a variance, but float32 rounding can make it negative by more than ε,
 * and then Keras's update is NaN.
 */
export function rmsprop(config: RmspropConfig, { size }: ParameterLayout): Optimizer {
  const { kind, momentum, centered } = config;
  const velocity = new Float32Array(size);
  const last = new Float32Array(momentum > 0 ? size : 0);
  const average = new Float32Array(centered ? size : 0);
  return optimizerOf({
    kind,
    size,
    slots: {
      velocity,
      ...(momentum > 0 && { momentum: last }),
      ...(centered && { average }),
    },
    update: (weights, gradient, { rate }) =>
      updateRmsprop(weights, gradient, { velocity, last, average }, { ...config, rate }),
  });
}

function updateRmsprop(
  weights: Float32Array,
  gradient: Float32Array,
  slots: {
    readonly velocity: Float32Array;
    readonly last: Float32Array;
    readonly average: Float32Array;
  },
  options: RmspropConfig & { readonly rate: number },
): void {
  const { velocity, last, average } = slots;
  const { rate, rho, momentum, epsilon, centered } = options;
  for (let i = 0; i < weights.length; i++) {
    const g = gradient[i];
    const square = rho * velocity[i] + (1 - rho) * g * g;
    velocity[i] = square;
    let spread = square;
    if (centered) {
      const mean = rho * average[i] + (1 - rho) * g;
      average[i] = mean;
      spread = Math.max(0, square - mean * mean);
    }
    let change = (rate * g) / Math.sqrt(spread + epsilon);
    if (momentum > 0) {
      change += momentum * last[i];
      last[i] = change;
    }
    weights[i] -= change;
  }
}
