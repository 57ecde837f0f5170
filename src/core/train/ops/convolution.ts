// Convolutions with bias and activation in one step, and gradients that do no more than
// is needed: tfjs's fused operations cannot be trained with relu6.
import {
  Conv2DBackpropFilter,
  Conv2DBackpropInput,
  customGrad,
  DepthwiseConv2dNativeBackpropFilter,
  DepthwiseConv2dNativeBackpropInput,
  engine,
  FusedConv2D,
  FusedDepthwiseConv2D,
  sum,
  tidy,
  type GradSaveFunc,
  type Tensor,
  type Tensor1D,
  type Tensor4D,
} from '@tensorflow/tfjs-core';
import { activationGradient, type Limit } from './activation-gradient';

/** How a convolution is applied. */
export interface ConvolutionOptions {
  readonly strides: number;
  readonly pad: 'same' | 'valid';
  readonly activation: Limit;
  /** No gradient for x: pictures and cached activations are not trained. */
  readonly isFirst?: boolean;
}

/**
 * activation(x ∗ kernel + bias); x [n, h, w, from], kernel [kh, kw, from, to], bias [to]
 * or none.
 */
export function convolution(
  x: Tensor4D,
  kernel: Tensor4D,
  bias: Tensor1D | null,
  options: ConvolutionOptions,
): Tensor4D {
  return trained(x, kernel, bias, options, {
    forward: FusedConv2D,
    input: Conv2DBackpropInput,
    filter: Conv2DBackpropFilter,
  });
}

/** The same channel by channel; kernel [kh, kw, channels, 1], bias [channels]. */
export function depthwiseConvolution(
  x: Tensor4D,
  kernel: Tensor4D,
  bias: Tensor1D | null,
  options: ConvolutionOptions,
): Tensor4D {
  return trained(x, kernel, bias, options, {
    forward: FusedDepthwiseConv2D,
    input: DepthwiseConv2dNativeBackpropInput,
    filter: DepthwiseConv2dNativeBackpropFilter,
  });
}

// Names of the kernels. `tf.fused` is no way to them: it takes the parts apart again
// wherever a gradient is wanted.
interface Operation {
  readonly forward: string;
  readonly input: string;
  readonly filter: string;
}

function trained(
  x: Tensor4D,
  kernel: Tensor4D,
  bias: Tensor1D | null,
  { strides, pad, activation, isFirst }: ConvolutionOptions,
  operation: Operation,
): Tensor4D {
  const attrs = { strides: [strides, strides], pad, dataFormat: 'NHWC', dilations: [1, 1] };
  const run = (name: string, tensors: Record<string, Tensor>, more: object) =>
    engine().runKernel(name, tensors, { ...attrs, ...more }) as Tensor;
  // What is not an input here gets no gradient.
  const inputs: Tensor[] = [kernel, ...(bias ? [bias] : []), ...(isFirst ? [] : [x])];
  const apply = customGrad((...args: (Tensor | GradSaveFunc)[]) => {
    const save = args[args.length - 1] as GradSaveFunc;
    const tensors = { x, filter: kernel, ...(bias ? { bias } : {}) };
    const value = run(operation.forward, tensors, { activation });
    save([x, kernel, value]);
    const gradFunc = (dy: Tensor, saved: Tensor[]) =>
      tidy(() => {
        const [input, filter, y] = saved;
        const dz = activationGradient(dy, y, activation);
        const { shape: filterShape } = filter;
        const { shape: inputShape } = input;
        return [
          run(operation.filter, { x: input, dy: dz }, { filterShape }),
          ...(bias ? [sum(dz, [0, 1, 2])] : []),
          ...(isFirst ? [] : [run(operation.input, { dy: dz, filter }, { inputShape })]),
        ];
      });
    return { value, gradFunc };
  });
  return apply(...inputs) as Tensor4D;
}
