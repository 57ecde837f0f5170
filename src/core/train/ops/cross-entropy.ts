// The loss: cross-entropy after softmax, with a gradient of its own.
import {
  customGrad,
  expandDims,
  logSoftmax,
  mul,
  neg,
  softmax,
  sub,
  sum,
  tidy,
  type GradSaveFunc,
  type Scalar,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
} from '@tensorflow/tfjs-core';

/**
 * Σ over rows of weight · −Σ target · log softmax(logits); logits and targets [rows,
 * labels], each row of targets adding up to 1. Its gradient is weight · (softmax(logits) −
 * target). The chain of tfjs's own gradients gives NaN in WebGL with float16 textures:
 * beyond the last row of an odd number of rows it leaves 0 · ∞, which the matrix product
 * that follows multiplies by 0 and adds.
 */
export function crossEntropy(logits: Tensor2D, targets: Tensor2D, weights: Tensor1D): Scalar {
  const apply = customGrad((...args: (Tensor | GradSaveFunc)[]) => {
    const save = args[args.length - 1] as GradSaveFunc;
    save([logits, targets, weights]);
    const perRow = neg(sum(mul(targets, logSoftmax(logits)), 1));
    const gradFunc = (dy: Tensor, saved: Tensor[]) =>
      tidy(() => {
        const [z, target, weight] = saved;
        const scale = expandDims(mul(weight, dy), 1);
        return [mul(sub(softmax(z as Tensor2D), target), scale)];
      });
    return { value: sum(mul(perRow, weights)), gradFunc };
  });
  return apply(logits) as Scalar;
}
