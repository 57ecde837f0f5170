// The guard against a run that has left the finite numbers: it stops at once, and the last
// good values are not lost.
import { CoreError } from '../errors';

/** `good`: the last values (weights, then moving statistics) whose loss was finite. */
export class DivergedError extends CoreError {
  constructor(
    message: string,
    readonly good: Float32Array,
  ) {
    super('training-diverged', message);
  }
}

/** @throws DivergedError naming `where` if the loss or any gradient is not finite. */
export function assertFinite(
  loss: number,
  gradient: Float32Array,
  where: string,
  good: Float32Array,
): void {
  if (!Number.isFinite(loss)) throw new DivergedError(`the loss became ${loss} in ${where}`, good);
  // A sum is finite only if every part is; it may overflow where none is bad, hence the search.
  let sum = 0;
  for (let i = 0; i < gradient.length; i++) sum += gradient[i];
  if (Number.isFinite(sum)) return;
  const at = gradient.findIndex((value) => !Number.isFinite(value));
  if (at >= 0) throw new DivergedError(`gradient ${at} became ${gradient[at]} in ${where}`, good);
}

/** @throws DivergedError naming the metric that is not finite. */
export function assertFiniteMetrics(
  metrics: Readonly<Record<string, number>>,
  where: string,
  good: Float32Array,
): void {
  for (const [name, value] of Object.entries(metrics)) {
    if (!Number.isFinite(value)) {
      throw new DivergedError(`${name} became ${value} after ${where}`, good);
    }
  }
}
