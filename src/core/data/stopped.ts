// How stopped work ends: with an `AbortError`, so that half a result is never taken for
// a whole one. Used by everything that reads pictures or batches.
import type { StopSignal } from '../errors';

/** Thrown where work was stopped; its name is that of the error a stopped `fetch` throws. */
export class StoppedError extends Error {
  override readonly name = 'AbortError';

  constructor(what: string) {
    super(`${what} was stopped`);
  }
}

/** @throws StoppedError naming `what` if the signal says stop. */
export function throwIfStopped(stop: StopSignal | undefined, what: string): void {
  if (stop?.aborted) throw new StoppedError(what);
}
