// Gradient of max pooling; tfjs's own is wrong where a window is all negative.
import { backend_util } from '@tensorflow/tfjs-core';
import type { Kernel } from './registry';

/** `MaxPoolGrad`: dy, input → dx. */
export const maxPoolGradient: Kernel = ({ inputs, attrs }, { heap, module }) => {
  const { dy, input } = inputs;
  const info = backend_util.computePool2DInfo(
    input.shape as [number, number, number, number],
    attrs.filterSize as [number, number],
    attrs.strides as [number, number],
    1,
    attrs.pad as 'same',
    attrs.dimRoundingMode as 'floor' | undefined,
  );
  const out = heap.output(input.shape);
  module.maxPoolGradient(
    heap.at(input),
    heap.at(dy),
    ...[info.batchSize, info.inHeight, info.inWidth, info.inChannels],
    ...[info.filterHeight, info.filterWidth, info.strideHeight, info.strideWidth],
    ...[info.padInfo.top, info.padInfo.left],
    heap.at(out),
    ...[info.outHeight, info.outWidth],
  );
  return out;
};
