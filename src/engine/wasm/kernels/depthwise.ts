// Depthwise convolution, plain and fused, and its gradients.
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { areFloats, infoOf, type Info } from './geometry';
import { limitsOf } from './limits';
import type { Kernel, KernelContext } from './registry';

/** `DepthwiseConv2dNative`: x, filter → y. */
export const depthwiseConv2d: Kernel = (args, context, stock) => {
  const { x, filter } = args.inputs;
  const info = infoOf(args, x.shape, filter.shape, true);
  if (!isCovered(info) || !areFloats(x, filter)) return stock(args);
  return forward(x, filter, null, info, [-Infinity, Infinity], context);
};

/** `FusedDepthwiseConv2D`: x, filter, bias → activation(x ∗ filter + bias). */
export const fusedDepthwiseConv2d: Kernel = (args, context, stock) => {
  const { x, filter, bias } = args.inputs;
  const info = infoOf(args, x.shape, filter.shape, true);
  const limits = limitsOf(args.attrs.activation as string | undefined);
  const flatBias = !bias || bias.shape.join() === `${info.outChannels}`;
  if (!limits || !flatBias || !isCovered(info)) return stock(args);
  return forward(x, filter, bias ?? null, info, limits, context);
};

/** `DepthwiseConv2dNativeBackpropInput`: dy, filter → dx. */
export const depthwiseInputGradient: Kernel = (args, context, stock) => {
  const { dy, filter } = args.inputs;
  const inputShape = args.attrs.inputShape as number[];
  const info = infoOf(args, inputShape, filter.shape, true);
  if (!isCovered(info)) return stock(args);
  return inputGradient(dy, filter, info, inputShape, context);
};

/** `DepthwiseConv2dNativeBackpropFilter`: x, dy → dfilter. */
export const depthwiseFilterGradient: Kernel = (args, { heap, module }, stock) => {
  const { x, dy } = args.inputs;
  const filterShape = args.attrs.filterShape as number[];
  const info = infoOf(args, x.shape, filterShape, true);
  if (!isCovered(info)) return stock(args);
  const out = heap.output(filterShape);
  module.depthwiseFilterGradient(
    heap.at(x),
    ...[info.batchSize, info.inHeight, info.inWidth, info.inChannels],
    heap.at(dy),
    ...[info.outHeight, info.outWidth],
    ...window(info),
    heap.at(out),
  );
  return out;
};

function forward(
  x: TensorInfo,
  filter: TensorInfo,
  bias: TensorInfo | null,
  info: Info,
  [lo, hi]: readonly [number, number],
  { heap, module }: KernelContext,
): TensorInfo {
  const out = heap.output(info.outShape);
  module.depthwise(
    heap.at(x),
    ...[info.batchSize, info.inHeight, info.inWidth, info.inChannels],
    heap.at(filter),
    ...window(info),
    bias ? heap.at(bias) : 0,
    ...[lo, hi],
    heap.at(out),
    ...[info.outHeight, info.outWidth],
  );
  return out;
}

function inputGradient(
  dy: TensorInfo,
  filter: TensorInfo,
  info: Info,
  inputShape: number[],
  { heap, module }: KernelContext,
): TensorInfo {
  const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth } = info;
  const { filterHeight, filterWidth, strideHeight, strideWidth, padInfo } = info;
  const out = heap.output(inputShape);
  if (strideHeight > 1 || strideWidth > 1) {
    module.depthwiseInputGradient(
      heap.at(dy),
      ...[batchSize, inHeight, inWidth, inChannels],
      heap.at(filter),
      ...window(info),
      heap.at(out),
      ...[outHeight, outWidth],
    );
    return out;
  }
  // With stride 1 it is itself a convolution, with the filter turned by 180°.
  heap.scratch(filterHeight * filterWidth * inChannels, (turned) => {
    module.turnFilter(heap.at(filter), ...[filterHeight, filterWidth, inChannels, 1], turned);
    module.depthwise(
      heap.at(dy),
      ...[batchSize, outHeight, outWidth, inChannels],
      turned,
      ...[filterHeight, filterWidth, 1, 1],
      ...[filterHeight - 1 - padInfo.top, filterWidth - 1 - padInfo.left],
      ...[0, -Infinity, Infinity],
      heap.at(out),
      ...[inHeight, inWidth],
    );
  });
  return out;
}

function window({ filterHeight, filterWidth, strideHeight, strideWidth, padInfo }: Info) {
  const { top, left } = padInfo;
  return [filterHeight, filterWidth, strideHeight, strideWidth, top, left] as const;
}

// Several filters a channel, dilation and NCHW are left to the stock kernels.
function isCovered(info: Info): boolean {
  return (
    info.dataFormat === 'channelsLast' &&
    info.dilationHeight === 1 &&
    info.dilationWidth === 1 &&
    info.outChannels === info.inChannels
  );
}
