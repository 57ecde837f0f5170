// AdamW (Loshchilov & Hutter 2019): Adam with weight decay beside the gradient step, not
// inside the gradient, as tf-keras writes it.
import * as v from 'valibot';
import type { ParameterLayout } from '../parameters';
import { adamEntries, adamRate, updateAdam } from './adam';
import { optimizerOf, type Optimizer } from './optimizer';

/** Defaults are Keras's: Adam's, and `weight_decay=0.004`. */
export const adamWSchema = v.strictObject({
  kind: v.literal('adamw'),
  ...adamEntries,
  /** Share of each decaying weight lost per step at learning rate 1. */
  weightDecay: v.optional(v.pipe(v.number(), v.minValue(0)), 0.004),
});
export type AdamWConfig = Readonly<v.InferOutput<typeof adamWSchema>>;

/**
 * AdamW. Where a parameter `decays`, weight −= rate·weightDecay·weight; then Adam's
 * update. The decay scales with the rate, so it follows the schedule. Epsilon as in
 * `adam`. Source: tf_keras/optimizers/{adamw,optimizer}.py, with the parameters that do
 * not decay in the part of `exclude_from_weight_decay`.
 */
export function adamW(config: AdamWConfig, layout: ParameterLayout): Optimizer {
  const { kind, beta1, beta2, epsilon, weightDecay } = config;
  const { size } = layout;
  const slots = { m: new Float32Array(size), v: new Float32Array(size) };
  const ranges = rangesByDecay(layout);
  return optimizerOf({
    kind,
    size,
    slots,
    update: (weights, gradient, { rate, step }) => {
      const alpha = adamRate(config, rate, step);
      for (const { from, to, decays } of ranges) {
        const keep = decays ? 1 - rate * weightDecay : 1;
        updateAdam(weights, gradient, slots, { from, to, keep, alpha, beta1, beta2, epsilon });
      }
    },
  });
}

/** Neighbours that agree on `decays` share one inner loop. */
function rangesByDecay(layout: ParameterLayout) {
  const ranges: { from: number; to: number; decays: boolean }[] = [];
  for (const { offset, size, decays } of layout.parameters) {
    const last = ranges.at(-1);
    if (last && last.decays === decays) last.to = offset + size;
    else ranges.push({ from: offset, to: offset + size, decays });
  }
  return ranges;
}
