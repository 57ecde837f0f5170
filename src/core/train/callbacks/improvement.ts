// When a metric counts as better: the one rule of all callbacks that watch one.
import * as v from 'valibot';
import { CoreError } from '../../errors';
import type { EpochLog } from './callback';

/**
 * Whether lower (`min`) or higher (`max`) is better. Always said, never guessed from the
 * metric's name: Keras and tfjs would both minimise `valAuroc`.
 */
export const directionSchema = v.picklist(['min', 'max']);
export type Direction = v.InferOutput<typeof directionSchema>;

/** What callbacks that watch a metric have in common. Keras has defaults; here both are said. */
export const monitorEntries = {
  /** Name of a metric in `EpochLog.metrics`. */
  monitor: v.pipe(v.string(), v.nonEmpty()),
  direction: directionSchema,
};

/**
 * Value of the watched metric; may be NaN or infinite.
 * @throws CoreError `config-invalid` when the epoch has no metric of this name. Keras only
 * warns, and then the callback never does anything.
 */
export function monitored(log: EpochLog, monitor: string): number {
  if (Object.hasOwn(log.metrics, monitor)) return log.metrics[monitor];
  const known = Object.keys(log.metrics).join(', ');
  throw new CoreError('config-invalid', `there is no metric "${monitor}" among: ${known}`);
}

/**
 * Whether `value` is strictly better than `reference`; anything finite is better than
 * `null`, "none yet". NaN never is, as in Keras: such an epoch counts as one without
 * improvement. Nor is an infinity, where Keras takes one in the better direction for a
 * best that nothing can ever beat.
 */
export function isBetter(direction: Direction, value: number, reference: number | null): boolean {
  if (!Number.isFinite(value)) return false;
  if (reference === null) return true;
  return direction === 'min' ? value < reference : value > reference;
}

/** `value` made better by `margin` (worse where it is negative). */
export function betterBy(direction: Direction, value: number, margin: number): number {
  return direction === 'min' ? value - margin : value + margin;
}
