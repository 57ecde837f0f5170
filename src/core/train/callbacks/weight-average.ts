// An exponential moving average of the weights (Polyak & Juditsky 1992), which often
// judges better than the last weights do. Keras's `use_ema` of an optimizer.
import * as v from 'valibot';
import { CoreError } from '../../errors';
import type { Callback } from './callback';
import { count, parseState } from './callback-state';

/** Defaults are Keras's: `use_ema=True, ema_momentum=0.99, ema_overwrite_frequency=None`. */
export const weightAverageSchema = v.strictObject({
  kind: v.literal('weight-average'),
  name: v.optional(v.string(), 'weight-average'),
  /** Share of the old average in the new one, 0 … 1. */
  momentum: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1)), 0.99),
  /**
   * Lowers the momentum of step t (1 is the first) to (1 + t) ÷ (10 + t) where that is
   * less, so that the initial weights are soon forgotten: `num_updates` of TensorFlow's
   * `ExponentialMovingAverage`. Keras has none.
   */
  warmUp: v.optional(v.boolean(), false),
  /** Every so many steps the run goes on from the average; null for never. */
  overwriteEverySteps: v.optional(v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1))), null),
});
export type WeightAverageConfig = Readonly<v.InferOutput<typeof weightAverageSchema>>;

const stateSchema = v.strictObject({
  numbers: v.strictObject({ steps: count }),
  arrays: v.strictObject({ average: v.instance(Float32Array) }),
});

/** The averaging callback, and its average. */
export interface WeightAverage extends Callback {
  /** The average so far, live: it changes with every step. */
  readonly average: Float32Array;
}

/**
 * Keeps average ← momentum · average + (1 − momentum) · weights after each step, from
 * `initial`, the weights before the first step, on. At the end of the run the average
 * takes the place of the weights.
 * Source: tf_keras/optimizers/optimizer.py, `_update_model_variables_moving_average` and
 * `finalize_variable_values`.
 * `onStep` and `onEnd` throw CoreError `config-invalid` for a run of another number of
 * weights.
 */
export function weightAverage(config: WeightAverageConfig, initial: Float32Array): WeightAverage {
  const { name, momentum, warmUp, overwriteEverySteps } = config;
  const average = initial.slice();
  let steps = 0;
  const sameSize = (array: Float32Array, whose: string) => {
    if (array.length === average.length) return;
    throw new CoreError(
      'config-invalid',
      `${name}: averages ${average.length} weights, ${whose} has ${array.length}`,
    );
  };
  return {
    name,
    average,
    onStep({ weights }) {
      sameSize(weights, 'the run');
      steps++;
      const kept = warmUp ? Math.min(momentum, (1 + steps) / (10 + steps)) : momentum;
      const added = 1 - kept;
      for (let i = 0; i < average.length; i++) average[i] = kept * average[i] + added * weights[i];
      if (overwriteEverySteps && steps % overwriteEverySteps === 0) weights.set(average);
    },
    onEnd({ weights }) {
      sameSize(weights, 'the run');
      weights.set(average);
    },
    state: () => ({ numbers: { steps }, arrays: { average: average.slice() } }),
    restore(state) {
      const { numbers, arrays } = parseState(name, stateSchema, state);
      sameSize(arrays.average, 'the state');
      steps = numbers.steps;
      average.set(arrays.average);
    },
  };
}
