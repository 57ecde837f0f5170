// Saves the weights every few epochs, or when they are the best so far (Keras's
// ModelCheckpoint). Not for resuming: that is the loop's own checkpoint.
import * as v from 'valibot';
import type { Callback, EpochLog } from './callback';
import { count, parseState, perhaps } from './callback-state';
import { isBetter, monitored, monitorEntries } from './improvement';

/** Defaults are Keras's. */
export const modelCheckpointSchema = v.strictObject({
  kind: v.literal('model-checkpoint'),
  name: v.optional(v.string(), 'model-checkpoint'),
  /** Epochs from one look to the next. */
  period: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1)), 1),
  /** Saves only weights better than all saved before; null saves at every look. */
  onlyBest: v.optional(
    v.nullable(
      v.strictObject({
        ...monitorEntries,
        /** To be beaten by the first weights saved; null for any. */
        initialThreshold: v.optional(v.nullable(v.pipe(v.number(), v.finite())), null),
      }),
    ),
    null,
  ),
});
export type ModelCheckpointConfig = Readonly<v.InferOutput<typeof modelCheckpointSchema>>;

/** Stores weights. They are live: to be copied or written before the promise resolves. */
export type SaveWeights = (weights: Float32Array, log: EpochLog) => void | Promise<void>;

const stateSchema = v.strictObject({
  numbers: v.strictObject({ best: perhaps, epochsSinceLook: count }),
  arrays: v.strictObject({}),
});

/**
 * Hands the weights to `save` every `period` epochs, with `onlyBest` only if the metric is
 * strictly better than at every look before; epochs between two looks are not compared.
 * Source: tf_keras/callbacks.py, ModelCheckpoint with `save_freq='epoch'`. NaN: see
 * `isBetter`.
 */
export function modelCheckpoint(config: ModelCheckpointConfig, save: SaveWeights): Callback {
  const { name, period, onlyBest } = config;
  let best = onlyBest?.initialThreshold ?? null;
  let epochsSinceLook = 0;
  return {
    name,
    async onEpoch(log, run) {
      const value = onlyBest && monitored(log, onlyBest.monitor);
      epochsSinceLook++;
      if (epochsSinceLook < period) return;
      epochsSinceLook = 0;
      if (onlyBest && value !== null) {
        if (!isBetter(onlyBest.direction, value, best)) return;
        best = value;
      }
      await save(run.weights, log);
    },
    state: () => ({ numbers: { best, epochsSinceLook }, arrays: {} }),
    restore(state) {
      ({ best, epochsSinceLook } = parseState(name, stateSchema, state).numbers);
    },
  };
}
