// Convolution, plain and fused with bias and relu, and its two gradients.
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { areFloats, infoOf, type Info } from './geometry';
import { limitsOf } from './limits';
import type { Kernel, KernelContext } from './registry';

/** `Conv2D`: x, filter → y. */
export const conv2d: Kernel = (args, context, stock) => {
  const { x, filter } = args.inputs;
  const info = infoOf(args, x.shape, filter.shape);
  if (!isCovered(info) || !areFloats(x, filter)) return stock(args);
  return forward(x, filter, null, info, [-Infinity, Infinity], context);
};

/** `FusedConv2D`: x, filter, bias → activation(x ∗ filter + bias). */
export const fusedConv2d: Kernel = (args, context, stock) => {
  const { x, filter, bias } = args.inputs;
  const info = infoOf(args, x.shape, filter.shape);
  const limits = limitsOf(args.attrs.activation as string | undefined);
  const flatBias = !bias || bias.shape.join() === `${info.outChannels}`;
  if (!limits || !flatBias || !isCovered(info) || !areFloats(x, filter)) return stock(args);
  return forward(x, filter, bias ?? null, info, limits, context);
};

/** `Conv2DBackpropInput`: dy, filter → dx. */
export const conv2dInputGradient: Kernel = (args, context, stock) => {
  const { dy, filter } = args.inputs;
  const inputShape = args.attrs.inputShape as number[];
  const info = infoOf(args, inputShape, filter.shape);
  if (!isCovered(info) || !areFloats(dy, filter)) return stock(args);
  return inputGradient(dy, filter, info, inputShape, context);
};

/** `Conv2DBackpropFilter`: x, dy → dfilter. */
export const conv2dFilterGradient: Kernel = (args, context, stock) => {
  const { x, dy } = args.inputs;
  const info = infoOf(args, x.shape, args.attrs.filterShape as number[]);
  if (!isCovered(info) || !areFloats(x, dy)) return stock(args);
  return filterGradient(x, dy, info, context);
};

function forward(
  x: TensorInfo,
  filter: TensorInfo,
  bias: TensorInfo | null,
  info: Info,
  [lo, hi]: readonly [number, number],
  { heap, module }: KernelContext,
): TensorInfo {
  const { filterHeight, filterWidth, inChannels, outChannels, strideHeight, strideWidth } = info;
  const out = heap.output(info.outShape);
  const flat = isPointwise(info);
  const [batch, outHeight, outWidth] = flat
    ? [1, 1, info.batchSize * info.outHeight * info.outWidth]
    : [info.batchSize, info.outHeight, info.outWidth];
  const input = flat
    ? { tensor: x, height: 1, width: outWidth, own: false }
    : padded(x, info, { heap, module });
  const floats = module.convolveScratch(filterHeight, filterWidth * inChannels, outChannels);
  heap.scratch(floats, (scratch) =>
    module.convolve(
      heap.at(input.tensor),
      ...[batch, input.height, input.width, inChannels],
      heap.at(filter),
      ...[0, filterHeight, filterWidth, outChannels, strideHeight, strideWidth],
      bias ? heap.at(bias) : 0,
      ...[lo, hi],
      heap.at(out),
      ...[outHeight, outWidth],
      scratch,
    ),
  );
  if (input.own) heap.release(input.tensor);
  return out;
}

function inputGradient(
  dy: TensorInfo,
  filter: TensorInfo,
  info: Info,
  inputShape: number[],
  { heap, module }: KernelContext,
): TensorInfo {
  const { filterHeight, filterWidth, inChannels, outChannels, inHeight, inWidth } = info;
  const out = heap.output(inputShape);
  const flat = isPointwise(info);
  const [batch, outHeight, outWidth] = flat
    ? [1, 1, info.batchSize * inHeight * inWidth]
    : [info.batchSize, inHeight, inWidth];
  // Every input pixel is a sum over the outputs whose filter covered it: a convolution of
  // stride 1 over dy, spread out by the stride, with the filter turned by 180°.
  const height = flat ? 1 : inHeight + filterHeight - 1;
  const width = flat ? outWidth : inWidth + filterWidth - 1;
  const spread = flat ? dy : heap.output([info.batchSize, height, width, outChannels]);
  if (!flat) {
    module.pad(
      heap.at(dy),
      ...[info.batchSize, info.outHeight, info.outWidth, outChannels],
      ...[filterHeight - 1 - info.padInfo.top, filterWidth - 1 - info.padInfo.left],
      ...[info.strideHeight, info.strideWidth],
      heap.at(spread),
      ...[height, width],
    );
  }
  const floats = module.convolveScratch(filterHeight, filterWidth * outChannels, inChannels);
  heap.scratch(floats, (scratch) =>
    module.convolve(
      heap.at(spread),
      ...[batch, height, width, outChannels],
      heap.at(filter),
      ...[1, filterHeight, filterWidth, inChannels, 1, 1],
      ...[0, -Infinity, Infinity],
      heap.at(out),
      ...[outHeight, outWidth],
      scratch,
    ),
  );
  if (!flat) heap.release(spread);
  return out;
}

function filterGradient(
  x: TensorInfo,
  dy: TensorInfo,
  info: Info,
  { heap, module }: KernelContext,
): TensorInfo {
  const { filterHeight, filterWidth, inChannels, outChannels, strideHeight, strideWidth } = info;
  const out = heap.output([filterHeight, filterWidth, inChannels, outChannels]);
  const flat = isPointwise(info);
  const [batch, outHeight, outWidth] = flat
    ? [1, 1, info.batchSize * info.outHeight * info.outWidth]
    : [info.batchSize, info.outHeight, info.outWidth];
  const input = flat
    ? { tensor: x, height: 1, width: outWidth, own: false }
    : padded(x, info, { heap, module });
  heap.scratch(module.filterGradientScratch(outChannels), (scratch) =>
    module.filterGradient(
      heap.at(input.tensor),
      ...[batch, input.height, input.width, inChannels],
      heap.at(dy),
      ...[outHeight, outWidth, outChannels],
      ...[filterHeight, filterWidth, strideHeight, strideWidth],
      heap.at(out),
      scratch,
    ),
  );
  if (input.own) heap.release(input.tensor);
  return out;
}

// The input with its padding written out, or as it is where there is none.
function padded(x: TensorInfo, info: Info, { heap, module }: KernelContext) {
  const { batchSize, inHeight, inWidth, inChannels, padInfo } = info;
  const { top, bottom, left, right } = padInfo;
  if (top === 0 && bottom === 0 && left === 0 && right === 0) {
    return { tensor: x, height: inHeight, width: inWidth, own: false };
  }
  const [height, width] = [inHeight + top + bottom, inWidth + left + right];
  const tensor = heap.output([batchSize, height, width, inChannels]);
  module.pad(
    heap.at(x),
    ...[batchSize, inHeight, inWidth, inChannels, top, left, 1, 1],
    heap.at(tensor),
    ...[height, width],
  );
  return { tensor, height, width, own: true };
}

// A 1×1 convolution sees no neighbours: all pixels of all pictures are one long row.
function isPointwise(info: Info): boolean {
  const { filterHeight, filterWidth, strideHeight, strideWidth, padInfo } = info;
  const { top, bottom, left, right } = padInfo;
  return (
    filterHeight * filterWidth * strideHeight * strideWidth === 1 &&
    top + bottom + left + right === 0
  );
}

function isCovered(info: Info): boolean {
  const { padInfo, strideHeight, strideWidth, filterHeight, filterWidth } = info;
  const height = (info.outHeight - 1) * strideHeight + filterHeight;
  const width = (info.outWidth - 1) * strideWidth + filterWidth;
  return (
    info.dataFormat === 'channelsLast' &&
    info.dilationHeight === 1 &&
    info.dilationWidth === 1 &&
    // tfjs reckons a wrong output size for a numeric padding with unequal sides or strides.
    height <= info.inHeight + padInfo.top + padInfo.bottom &&
    width <= info.inWidth + padInfo.left + padInfo.right
  );
}
