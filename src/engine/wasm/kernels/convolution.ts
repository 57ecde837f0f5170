// Convolution, plain and fused with bias and relu, and its two gradients.
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { Finish } from './direct';
import { areFloats, infoOf, type Info } from './geometry';
import { limitsOf } from './limits';
import type { Kernel, KernelContext } from './registry';
import { asOneRow, type Sizes } from './sizes';
import { convolve, convolveTurned, filterGradient } from './winograd';

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
  return weightGradient(x, dy, info, context);
};

function forward(
  x: TensorInfo,
  filter: TensorInfo,
  bias: TensorInfo | null,
  info: Info,
  limits: Finish['limits'],
  context: KernelContext,
): TensorInfo {
  const { heap } = context;
  const out = heap.output(info.outShape);
  const input = padded(x, info, context);
  convolve(
    context,
    input.sizes,
    heap.at(input.tensor),
    heap.at(filter),
    { bias: bias ? heap.at(bias) : 0, limits },
    heap.at(out),
  );
  if (input.own) heap.release(input.tensor);
  return out;
}

function inputGradient(
  dy: TensorInfo,
  filter: TensorInfo,
  info: Info,
  inputShape: number[],
  context: KernelContext,
): TensorInfo {
  const { heap, module } = context;
  const { batchSize, filterHeight, filterWidth, inChannels, outChannels } = info;
  const { inHeight, inWidth, outHeight, outWidth, padInfo } = info;
  const out = heap.output(inputShape);
  const flat = isPointwise(info);
  // Every input pixel is a sum over the outputs whose filter covered it: a convolution of
  // stride 1 over dy, spread out by the stride, with the filter turned by 180°.
  const sizes: Sizes = {
    ...(flat
      ? asOneRow(batchSize * inHeight * inWidth)
      : {
          batch: batchSize,
          ...{ height: inHeight + filterHeight - 1, width: inWidth + filterWidth - 1 },
          ...{ outHeight: inHeight, outWidth: inWidth },
        }),
    ...{ channels: outChannels, filterHeight, filterWidth, filters: inChannels },
    ...{ strideHeight: 1, strideWidth: 1 },
  };
  const { batch, height, width } = sizes;
  const spread = flat ? dy : heap.output([batch, height, width, outChannels]);
  if (!flat) {
    module.pad(
      heap.at(dy),
      ...[batch, outHeight, outWidth, outChannels],
      ...[filterHeight - 1 - padInfo.top, filterWidth - 1 - padInfo.left],
      ...[info.strideHeight, info.strideWidth],
      heap.at(spread),
      ...[height, width],
    );
  }
  convolveTurned(context, sizes, heap.at(spread), heap.at(filter), heap.at(out));
  if (!flat) heap.release(spread);
  return out;
}

function weightGradient(
  x: TensorInfo,
  dy: TensorInfo,
  info: Info,
  context: KernelContext,
): TensorInfo {
  const { heap } = context;
  const { filterHeight, filterWidth, inChannels, outChannels } = info;
  const out = heap.output([filterHeight, filterWidth, inChannels, outChannels]);
  const input = padded(x, info, context);
  const [from, at] = [heap.at(input.tensor), heap.at(dy)];
  filterGradient(context, input.sizes, from, at, false, heap.at(out));
  if (input.own) heap.release(input.tensor);
  return out;
}

// The input with its padding written out, or as it is where there is none, and the sizes of
// the convolution over it.
function padded(
  x: TensorInfo,
  info: Info,
  { heap, module }: KernelContext,
): { tensor: TensorInfo; own: boolean; sizes: Sizes } {
  const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, padInfo } = info;
  const { filterHeight, filterWidth, outChannels, strideHeight, strideWidth } = info;
  const { top, bottom, left, right } = padInfo;
  const [height, width] = [inHeight + top + bottom, inWidth + left + right];
  const sizes: Sizes = {
    ...(isPointwise(info)
      ? asOneRow(batchSize * outHeight * outWidth)
      : { batch: batchSize, height, width, outHeight, outWidth }),
    ...{ channels: inChannels, filterHeight, filterWidth, filters: outChannels },
    ...{ strideHeight, strideWidth },
  };
  if (height === inHeight && width === inWidth) return { tensor: x, own: false, sizes };
  const tensor = heap.output([batchSize, height, width, inChannels]);
  module.pad(
    heap.at(x),
    ...[batchSize, inHeight, inWidth, inChannels, top, left, 1, 1],
    heap.at(tensor),
    ...[height, width],
  );
  return { tensor, own: true, sizes };
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
