// Lowers the learning rate when a metric has stopped improving (Keras's
// ReduceLROnPlateau). Its state is saved, which Keras forgets.
import * as v from 'valibot';
import type { Callback } from './callback';
import { count, parseState, perhaps } from './callback-state';
import { betterBy, isBetter, monitored, monitorEntries } from './improvement';

const epochs = v.pipe(v.number(), v.integer(), v.minValue(0));
const notNegative = v.pipe(v.number(), v.finite(), v.minValue(0));

/** Defaults are Keras's. */
export const reduceLrOnPlateauSchema = v.strictObject({
  kind: v.literal('reduce-lr-on-plateau'),
  name: v.optional(v.string(), 'reduce-lr-on-plateau'),
  ...monitorEntries,
  /** New rate ÷ old rate. */
  factor: v.optional(v.pipe(v.number(), v.gtValue(0), v.ltValue(1)), 0.1),
  /** Epochs without improvement before the rate drops. */
  patience: v.optional(epochs, 10),
  /** Improvement must be by more than this. */
  minDelta: v.optional(notNegative, 1e-4),
  /** Epochs after a drop in which none without improvement is counted. */
  cooldown: v.optional(epochs, 0),
  /** The rate never drops below this. */
  minRate: v.optional(notNegative, 0),
});
export type ReduceLrOnPlateauConfig = Readonly<v.InferOutput<typeof reduceLrOnPlateauSchema>>;

const stateSchema = v.strictObject({
  numbers: v.strictObject({ best: perhaps, wait: count, cooldownLeft: count }),
  arrays: v.strictObject({}),
});

/**
 * Multiplies the run's `rateFactor` so that the last step's rate becomes max(rate · factor,
 * minRate), after `patience` epochs without improvement. As in Keras the best is not
 * forgotten after a drop, and an epoch in which cooldown ends already counts. A rate that
 * a schedule has brought to `minRate` or below is left alone. The factor itself is the
 * loop's to save.
 * Source: tf_keras/callbacks.py, ReduceLROnPlateau. NaN: see `isBetter`.
 */
export function reduceLrOnPlateau(config: ReduceLrOnPlateauConfig): Callback {
  const { name, monitor, direction, factor, patience, minDelta, cooldown, minRate } = config;
  let best: number | null = null;
  let wait = 0;
  let cooldownLeft = 0;
  return {
    name,
    onEpoch(log, run) {
      const value = monitored(log, monitor);
      if (cooldownLeft > 0) cooldownLeft--;
      if (isBetter(direction, value, best === null ? null : betterBy(direction, best, minDelta))) {
        best = value;
        wait = 0;
        return;
      }
      if (cooldownLeft > 0) return;
      wait++;
      const rate = run.learningRate;
      // In float32, as Keras: the factors of many drops, multiplied, may miss minRate by
      // the last bit, which would count as one more drop and start a cooldown.
      if (wait < patience || Math.fround(rate) <= Math.fround(minRate)) return;
      run.rateFactor *= Math.max(factor, minRate / rate);
      cooldownLeft = cooldown;
      wait = 0;
    },
    state: () => ({ numbers: { best, wait, cooldownLeft }, arrays: {} }),
    restore(state) {
      ({ best, wait, cooldownLeft } = parseState(name, stateSchema, state).numbers);
    },
  };
}
