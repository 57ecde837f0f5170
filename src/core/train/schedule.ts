// Learning rate as a pure function of the step, so that resuming needs no state.

/**
 * Cosine from `peak` at step 0 down to 0 at `steps` (Loshchilov & Hutter 2017, one cycle
 * without restarts).
 */
export function cosineRate(peak: number, step: number, steps: number): number {
  return 0.5 * peak * (1 + Math.cos((Math.PI * Math.min(step, steps)) / steps));
}
