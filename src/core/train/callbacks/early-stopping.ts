// Ends a run when a metric has stopped improving, and brings back the weights of its best
// epoch (Keras's EarlyStopping; that of tfjs cannot restore).
import * as v from 'valibot';
import { CoreError } from '../../errors';
import type { Callback, TrainingRun } from './callback';
import { count, parseState, perhaps } from './callback-state';
import { betterBy, isBetter, monitored, monitorEntries } from './improvement';

const epochs = v.pipe(v.number(), v.integer(), v.minValue(0));

/** Defaults are Keras's. */
export const earlyStoppingSchema = v.strictObject({
  kind: v.literal('early-stopping'),
  name: v.optional(v.string(), 'early-stopping'),
  ...monitorEntries,
  /** Improvement must be by more than this. */
  minDelta: v.optional(v.pipe(v.number(), v.finite(), v.minValue(0)), 0),
  /** Epochs without improvement before the run ends. */
  patience: v.optional(epochs, 0),
  /** While this is not beaten, an improvement does not start the count anew. */
  baseline: v.optional(v.nullable(v.pipe(v.number(), v.finite())), null),
  /** Whether the run ends with the weights of the best epoch, not of the last. */
  restoreBestWeights: v.optional(v.boolean(), false),
  /** Epochs at the start that are not looked at. */
  startFromEpoch: v.optional(epochs, 0),
});
export type EarlyStoppingConfig = Readonly<v.InferOutput<typeof earlyStoppingSchema>>;

const stateSchema = v.strictObject({
  numbers: v.strictObject({ best: perhaps, bestEpoch: v.nullable(count), wait: count }),
  arrays: v.strictObject({ bestWeights: v.optional(v.instance(Float32Array)) }),
});

/** Early stopping, and what it knows. */
export interface EarlyStopping extends Callback {
  /** Epoch whose weights are or would be restored, 1 the first; null before any was seen. */
  readonly bestEpoch: number | null;
}

/**
 * Stops the run after `patience` epochs without improvement, though never in the first
 * epoch. With `restoreBestWeights`, writes the best epoch's weights into the run at its
 * end, also when it was not stopped early; if no epoch improved (all NaN), those of the
 * first one looked at. Ties are no improvement, so the earliest best epoch is kept.
 * Source: tf_keras/callbacks.py, EarlyStopping. NaN: see `isBetter`.
 * `onEpoch` and `onEnd` throw CoreError `config-invalid` when the restored state is of
 * another number of weights.
 */
export function earlyStopping(config: EarlyStoppingConfig): EarlyStopping {
  const { name, monitor, direction, minDelta, patience, baseline } = config;
  let best: number | null = null;
  let bestEpoch: number | null = null;
  let wait = 0;
  let bestWeights: Float32Array | null = null;
  const keep = (weights: Float32Array) => {
    if (!config.restoreBestWeights) return;
    if (!bestWeights) bestWeights = weights.slice();
    else sameSize(name, bestWeights, weights).set(weights);
  };
  return {
    name,
    get bestEpoch() {
      return bestEpoch;
    },
    onEpoch(log, run) {
      const value = monitored(log, monitor);
      if (log.epoch <= config.startFromEpoch) return;
      if (bestEpoch === null) {
        bestEpoch = log.epoch;
        keep(run.weights);
      }
      wait++;
      // Keras moves the value and not the best, unlike in ReduceLROnPlateau.
      const handicapped = betterBy(direction, value, -minDelta);
      if (isBetter(direction, handicapped, best)) {
        best = value;
        bestEpoch = log.epoch;
        keep(run.weights);
        if (isBetter(direction, handicapped, baseline)) wait = 0;
      } else if (wait >= patience && log.epoch > 1) {
        run.stop(`${monitor} has not improved for ${wait} epochs`);
      }
    },
    onEnd(run: TrainingRun) {
      if (bestWeights) run.weights.set(sameSize(name, bestWeights, run.weights));
    },
    state() {
      const arrays: Record<string, Float32Array> = {};
      if (bestWeights) arrays.bestWeights = bestWeights.slice();
      return { numbers: { best, bestEpoch, wait }, arrays };
    },
    restore(state) {
      const { numbers, arrays } = parseState(name, stateSchema, state);
      ({ best, bestEpoch, wait } = numbers);
      bestWeights = arrays.bestWeights?.slice() ?? null;
    },
  };
}

/** `set` would copy a shorter array without a word and leave the rest. */
function sameSize(name: string, array: Float32Array, other: Float32Array): Float32Array {
  if (array.length === other.length) return array;
  throw new CoreError(
    'config-invalid',
    `${name}: the best weights are ${array.length}, the run's ${other.length}`,
  );
}
