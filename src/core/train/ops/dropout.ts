// Inverted dropout (Srivastava et al. 2014) with a mask from the run's own generator:
// tfjs's own draws would not come again in a resumed run.
import { mul, tensor, type Tensor } from '@tensorflow/tfjs-core';
import type { Random } from '../../random';

/** Drops each value with probability `rate` and scales the rest by 1 / (1 − rate). */
export function dropout<T extends Tensor>(x: T, rate: number, random: Random): T {
  if (rate === 0) return x;
  const keep = 1 / (1 - rate);
  const mask = Float32Array.from({ length: x.size }, () => (random.next() < rate ? 0 : keep));
  return mul(x, tensor(mask, x.shape)) as T;
}
