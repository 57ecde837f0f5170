// Learning rate as a pure function of the step, so that resuming needs no state.
import * as v from 'valibot';
import { CoreError } from '../errors';

const whole = v.pipe(v.number(), v.integer(), v.minValue(1));

/**
 * How the learning rate goes over a run. All lengths are in optimizer steps; an epoch is
 * ⌈pictures ÷ batch size⌉ of them.
 */
export const scheduleSchema = v.variant('kind', [
  /** The peak throughout. */
  v.strictObject({ kind: v.literal('constant') }),
  /** Times `factor` after every `everySteps` steps. */
  v.strictObject({
    kind: v.literal('step'),
    factor: v.pipe(v.number(), v.gtValue(0), v.ltValue(1)),
    everySteps: whole,
  }),
  /** A straight climb to the peak, then half a cosine down. */
  v.strictObject({
    kind: v.literal('cosine'),
    /** Steps below the peak at the start; 0, as Keras's `CosineDecay`, for none. */
    warmUpSteps: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0)), 0),
    /** What is left of the peak at the end, as a share; Keras's `alpha`, 0. */
    finalShare: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1)), 0),
  }),
]);
export type Schedule = Readonly<v.InferOutput<typeof scheduleSchema>>;

/**
 * Learning rate of one step. `peak`: the highest rate; `step`: 0 is the first;
 * `totalSteps`: length of the whole run, beyond which the last rate holds.
 *
 * - `constant`: peak.
 * - `step`: peak · factor^⌊step ÷ everySteps⌋.
 * - `cosine`: peak · (step + 1) ÷ (warmUpSteps + 1) in the warm-up, so that not even step 0
 *   is wasted on a rate of 0 and the step after the climb is the first at the peak
 *   (nanoGPT, `get_lr`); then from the peak to its final share along half a cosine
 *   (Loshchilov & Hutter 2017, one cycle without restarts).
 *
 * @throws CoreError `config-invalid` when the warm-up is not shorter than the run.
 */
export function rateAt(schedule: Schedule, peak: number, step: number, totalSteps: number): number {
  switch (schedule.kind) {
    case 'constant':
      return peak;
    case 'step':
      return peak * schedule.factor ** Math.floor(Math.min(step, totalSteps) / schedule.everySteps);
    case 'cosine': {
      const { warmUpSteps, finalShare } = schedule;
      if (warmUpSteps >= totalSteps) {
        throw new CoreError(
          'config-invalid',
          `a warm-up of ${warmUpSteps} steps in a run of ${totalSteps}`,
        );
      }
      if (step < warmUpSteps) return (peak * (step + 1)) / (warmUpSteps + 1);
      const floor = peak * finalShare;
      return floor + cosineRate(peak - floor, step - warmUpSteps, totalSteps - warmUpSteps);
    }
    default:
      return schedule satisfies never;
  }
}

/**
 * Cosine from `peak` at step 0 down to 0 at `steps` (Loshchilov & Hutter 2017, one cycle
 * without restarts).
 */
export function cosineRate(peak: number, step: number, steps: number): number {
  return 0.5 * peak * (1 + Math.cos((Math.PI * Math.min(step, steps)) / steps));
}
