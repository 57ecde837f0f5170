// Gradient of an activation that limits its input, told from its output alone, so that
// what went in need not be kept.
import {
  engine,
  getBackend,
  getKernel,
  greater,
  less,
  logicalAnd,
  mul,
  cast,
  tidy,
  type Tensor,
} from '@tensorflow/tfjs-core';

/** Activations that limit their input to an interval. */
export type Limit = 'linear' | 'relu' | 'relu6';

/** The interval an activation limits to. */
export const limits: Readonly<Record<Limit, readonly [lo: number, hi: number]>> = {
  linear: [-Infinity, Infinity],
  relu: [0, Infinity],
  relu6: [0, 6],
};

/** dy where lo < y < hi, else 0; one kernel where the backend has it. Caller disposes. */
export function activationGradient(dy: Tensor, y: Tensor, activation: Limit): Tensor {
  if (activation === 'linear') return dy.clone();
  const [lo, hi] = limits[activation];
  if (getKernel('ActivationGradient', getBackend())) {
    return engine().runKernel('ActivationGradient', { dy, y }, { lo, hi }) as Tensor;
  }
  return tidy(() => {
    const inside = hi === Infinity ? greater(y, lo) : logicalAnd(greater(y, lo), less(y, hi));
    return mul(dy, cast(inside, 'float32'));
  });
}
