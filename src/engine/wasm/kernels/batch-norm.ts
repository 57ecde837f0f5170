// The kernels behind `batchNorm` of core/train/ops: batch statistics, normalised and
// limited output, and the gradients, without the broadcasts of the layers package.
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { Kernel, KernelArguments } from './registry';

/**
 * `BatchNormTraining`: x, gamma, beta, attrs epsilon, lo, hi → [y, mean, variance], the
 * variance biased, y = limited(γ · (x − mean) / √(variance + ε) + β).
 */
export const batchNormTraining: Kernel = ({ inputs, attrs, backend }, { heap, module }) => {
  const { x, gamma, beta } = inputs;
  const { rows, channels, lo, hi, epsilon } = sizes({ inputs, attrs, backend });
  const mean = heap.output([channels]);
  const variance = heap.output([channels]);
  const out = heap.output(x.shape);
  module.normMoments(heap.at(x), rows, channels, heap.at(mean), heap.at(variance));
  heap.scratch(2 * channels, (scale) => {
    const shift = scale + 4 * channels;
    const view = (address: number) => new Float32Array(heap.memory.buffer, address, channels);
    const at = (tensor: TensorInfo) => view(heap.at(tensor));
    affine(at(gamma), at(beta), at(mean), at(variance), epsilon, view(scale), view(shift));
    module.normApply(heap.at(x), rows, channels, scale, shift, lo, hi, heap.at(out));
  });
  return [out, mean, variance];
};

/** `BatchNormGradient`: dy, x, gamma, beta, mean, variance → [dx, dgamma, dbeta]. */
export const batchNormGradient: Kernel = ({ inputs, attrs, backend }, { heap, module }) => {
  const { dy, x, gamma, beta, mean, variance } = inputs;
  const { rows, channels, lo, hi, epsilon } = sizes({ inputs, attrs, backend });
  const dx = heap.output(x.shape);
  const dGamma = heap.output([channels]);
  const dBeta = heap.output([channels]);
  heap.scratch(4 * channels, (scale) => {
    const [shift, offset, slope] = [1, 2, 3].map((i) => scale + 4 * channels * i);
    const view = (address: number) => new Float32Array(heap.memory.buffer, address, channels);
    const at = (tensor: TensorInfo) => view(heap.at(tensor));
    affine(at(gamma), at(beta), at(mean), at(variance), epsilon, view(scale), view(shift));
    module.normGradientSums(
      ...[heap.at(dy), heap.at(x), rows, channels, heap.at(mean), scale, shift, lo, hi],
      ...[heap.at(dBeta), heap.at(dGamma)],
    );
    // `dGamma` holds Σ dz · (x − mean) until here.
    const [products, sums, spread] = [at(dGamma), at(dBeta), at(variance)];
    const [offsets, slopes] = [view(offset), view(slope)];
    for (let c = 0; c < channels; c++) {
      const inverse = 1 / (spread[c] + epsilon);
      offsets[c] = sums[c] / rows;
      slopes[c] = (products[c] * inverse) / rows;
      products[c] *= Math.sqrt(inverse);
    }
    module.normGradient(
      ...[heap.at(dy), heap.at(x), rows, channels, heap.at(mean), scale, shift, offset, slope],
      ...[lo, hi, heap.at(dx)],
    );
  });
  return [dx, dGamma, dBeta];
};

// γ · (x − mean) / √(variance + ε) + β as x · scale + shift.
function affine(
  gamma: Float32Array,
  beta: Float32Array,
  mean: Float32Array,
  variance: Float32Array,
  epsilon: number,
  scale: Float32Array,
  shift: Float32Array,
): void {
  for (let c = 0; c < gamma.length; c++) {
    scale[c] = gamma[c] / Math.sqrt(variance[c] + epsilon);
    shift[c] = beta[c] - mean[c] * scale[c];
  }
}

function sizes({ inputs: { x }, attrs }: KernelArguments) {
  const channels = x.shape[x.shape.length - 1];
  const rows = x.shape.slice(0, -1).reduce((product, side) => product * side, 1);
  const [epsilon, lo, hi] = [attrs.epsilon, attrs.lo, attrs.hi] as number[];
  return { rows, channels, epsilon, lo, hi };
}
