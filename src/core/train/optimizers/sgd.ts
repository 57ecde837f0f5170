// Stochastic gradient descent with momentum, as tf-keras writes it.
import * as v from 'valibot';
import type { ParameterLayout } from '../parameters';
import { optimizerOf, type Optimizer } from './optimizer';

/** Defaults are Keras's: `SGD(momentum=0.0, nesterov=False)`. */
export const sgdSchema = v.strictObject({
  kind: v.literal('sgd'),
  /** Share of the last update carried into this one, 0 … 1. */
  momentum: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1)), 0),
  /** Looks one momentum step ahead (Sutskever et al. 2013). */
  nesterov: v.optional(v.boolean(), false),
});
export type SgdConfig = Readonly<v.InferOutput<typeof sgdSchema>>;

/**
 * SGD. With g the gradient and r the rate: velocity ← momentum·velocity − r·g; weight +=
 * velocity, or with Nesterov weight += momentum·velocity − r·g (the new velocity). The
 * rate is inside the velocity, so a drop of the rate fades in, as in Keras and unlike
 * PyTorch. Source: tf_keras/optimizers/sgd.py. Has no epsilon.
 */
export function sgd(config: SgdConfig, { size }: ParameterLayout): Optimizer {
  const { kind, momentum, nesterov } = config;
  if (momentum === 0) {
    // Nothing to remember, with Nesterov neither: no slot the size of the network.
    return optimizerOf({
      kind,
      size,
      slots: {},
      update: (weights, gradient, { rate }) => plain(weights, gradient, rate),
    });
  }
  const velocity = new Float32Array(size);
  return optimizerOf({
    kind,
    size,
    slots: { velocity },
    update: (weights, gradient, { rate }) =>
      withMomentum(weights, gradient, velocity, { rate, momentum, nesterov }),
  });
}

function plain(weights: Float32Array, gradient: Float32Array, rate: number): void {
  for (let i = 0; i < weights.length; i++) weights[i] -= rate * gradient[i];
}

function withMomentum(
  weights: Float32Array,
  gradient: Float32Array,
  velocity: Float32Array,
  options: { readonly rate: number; readonly momentum: number; readonly nesterov: boolean },
): void {
  const { rate, momentum, nesterov } = options;
  for (let i = 0; i < weights.length; i++) {
    const pull = rate * gradient[i];
    const next = momentum * velocity[i] - pull;
    velocity[i] = next;
    weights[i] += nesterov ? momentum * next - pull : next;
  }
}
