// A tiny network with fixed weights and a known answer: the operations the models use, in
// shapes that reach the vectorised kernels. A backend that gets it wrong is not used.
import {
  add,
  clipByValue,
  depthwiseConv2d,
  fused,
  mean,
  relu,
  tensor,
  tidy,
  type Rank,
  type Tensor,
  type Tensor2D,
} from '@tensorflow/tfjs-core';
import { seededRandom } from '../core/random';

/** Largest difference that is still right in float32; float16 fails. */
export const TOLERANCE = 1e-3;

/** Computed once on the cpu backend; the test computes it again. */
export const knownAnswer: readonly number[] = [
  0.14351212978363037, -0.8262225985527039, -1.7386481761932373, -2.159862995147705,
];

/** Runs the network on the current backend: float32 [1, 4]. Caller disposes. */
export function runKnownNetwork(): Tensor2D {
  return tidy(() => {
    const input = drawn([1, 16, 16, 3], 'input');
    const stem = fused.conv2d({
      x: input as Tensor<Rank.R4>,
      filter: drawn([3, 3, 3, 8], 'stem') as Tensor<Rank.R4>,
      bias: drawn([8], 'stem bias'),
      strides: 2,
      pad: 'same',
      activation: 'relu6',
    });
    const spread = depthwiseConv2d(
      stem,
      drawn([3, 3, 8, 1], 'depthwise') as Tensor<Rank.R4>,
      1,
      'same',
    );
    // As a ReLU layer with a maximum does it.
    const bent = clipByValue(relu(add(spread, drawn([8], 'depthwise bias'))), 0, 6);
    const joined = fused.conv2d({
      x: bent as Tensor<Rank.R4>,
      filter: drawn([1, 1, 8, 8], 'pointwise') as Tensor<Rank.R4>,
      bias: drawn([8], 'pointwise bias'),
      strides: 1,
      pad: 'valid',
    });
    const pooled = mean(add<Tensor<Rank.R4>>(stem, joined), [1, 2]);
    return fused.matMul({
      a: pooled as Tensor2D,
      b: drawn([8, 4], 'dense') as Tensor2D,
      bias: drawn([4], 'dense bias'),
    }) as Tensor2D;
  });
}

/** Says what is wrong with an answer; null if nothing is. */
export function mistakeIn(answer: ArrayLike<number>): string | null {
  if (answer.length !== knownAnswer.length) {
    return `${answer.length} values instead of ${knownAnswer.length}`;
  }
  const at = knownAnswer.findIndex((value, i) => !(Math.abs(answer[i] - value) <= TOLERANCE));
  return at < 0 ? null : `value ${at} is ${answer[at]}, not ${knownAnswer[at]}`;
}

// Uniform in [-1, 1); every tensor has a stream of its own.
function drawn(shape: number[], name: string): Tensor {
  const random = seededRandom('known-answer', name);
  const length = shape.reduce((product, side) => product * side, 1);
  return tensor(
    Float32Array.from({ length }, () => random.between(-1, 1)),
    shape,
  );
}
