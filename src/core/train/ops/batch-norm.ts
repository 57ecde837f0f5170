// Batch normalisation in training with its activation, as one differentiable step. The
// gradient is the closed form (Ioffe & Szegedy 2015), not that of a chain of broadcasts.
import {
  add,
  clipByValue,
  customGrad,
  div,
  engine,
  getBackend,
  getKernel,
  mean,
  mul,
  rsqrt,
  square,
  sub,
  sum,
  tidy,
  type GradSaveFunc,
  type Tensor,
  type Tensor1D,
} from '@tensorflow/tfjs-core';
import { activationGradient, limits, type Limit } from './activation-gradient';

/** Statistics of one batch, per channel; the variance is biased, as it is normalised by. */
export interface BatchMoments {
  readonly mean: Tensor1D;
  readonly variance: Tensor1D;
}

/**
 * activation(γ · (x − mean) / √(variance + ε) + β) over x [..., channels], with the
 * statistics of the batch, which `take` is shown (as tensors of the running tidy).
 * ε must be well above 6e-8, the smallest float16, to be there on every backend.
 */
export function batchNorm<T extends Tensor>(
  x: T,
  gamma: Tensor1D,
  beta: Tensor1D,
  epsilon: number,
  activation: Limit,
  take: (moments: BatchMoments) => void,
): T {
  const backend = getBackend();
  const fusedKernels = getKernel('BatchNormTraining', backend) !== undefined;
  const apply = customGrad((...args: (Tensor | GradSaveFunc)[]) => {
    const save = args[args.length - 1] as GradSaveFunc;
    const forward = fusedKernels ? forwardKernel : forwardPlain;
    const [y, batchMean, variance] = forward(x, gamma, beta, epsilon, activation);
    take({ mean: batchMean as Tensor1D, variance: variance as Tensor1D });
    save([x, gamma, beta, batchMean, variance, y]);
    const backward = fusedKernels ? backwardKernel : backwardPlain;
    const gradFunc = (dy: Tensor, saved: Tensor[]) =>
      tidy(() => backward(dy, saved, epsilon, activation));
    return { value: y, gradFunc };
  });
  return apply(x, gamma, beta) as T;
}

function forwardKernel(x: Tensor, gamma: Tensor, beta: Tensor, epsilon: number, activation: Limit) {
  const [lo, hi] = limits[activation];
  return engine().runKernel(
    'BatchNormTraining',
    { x, gamma, beta },
    { epsilon, lo, hi },
  ) as Tensor[];
}

function backwardKernel(dy: Tensor, saved: Tensor[], epsilon: number, activation: Limit) {
  const [x, gamma, beta, batchMean, variance] = saved;
  const [lo, hi] = limits[activation];
  return engine().runKernel(
    'BatchNormGradient',
    { dy, x, gamma, beta, mean: batchMean, variance },
    { epsilon, lo, hi },
  ) as Tensor[];
}

function forwardPlain(x: Tensor, gamma: Tensor, beta: Tensor, epsilon: number, activation: Limit) {
  const axes = outerAxes(x);
  const batchMean = mean(x, axes);
  const variance = mean(square(sub(x, batchMean)), axes);
  const scale = mul(gamma, rsqrt(add(variance, epsilon)));
  const z = add(mul(x, scale), sub(beta, mul(batchMean, scale)));
  const [lo, hi] = limits[activation];
  // A float32 texture holds no infinity on every GPU; a huge number limits nothing either.
  const y = activation === 'linear' ? z : clipByValue(z, lo, Math.min(hi, 1e30));
  return [y, batchMean, variance];
}

function backwardPlain(dy: Tensor, saved: Tensor[], epsilon: number, activation: Limit) {
  const [x, gamma, , batchMean, variance, y] = saved;
  const axes = outerAxes(x);
  const inverse = rsqrt(add(variance, epsilon));
  const dz = activationGradient(dy, y, activation);
  const normal = mul(sub(x, batchMean), inverse);
  const dGamma = sum(mul(dz, normal), axes);
  const dBeta = sum(dz, axes);
  const rows = x.size / gamma.size;
  const pull = add(div(dBeta, rows), mul(normal, div(dGamma, rows)));
  return [mul(mul(gamma, inverse), sub(dz, pull)), dGamma, dBeta];
}

function outerAxes(x: Tensor): number[] {
  return x.shape.slice(0, -1).map((_, axis) => axis);
}
