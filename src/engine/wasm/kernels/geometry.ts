// The geometry of a convolution, from what tfjs hands a kernel.
import { backend_util, type TensorInfo } from '@tensorflow/tfjs-core';
import type { KernelArguments } from './registry';

export type Info = backend_util.Conv2DInfo;

/** Sizes, strides and padding; `depthwise`: the filter's third side counts the channels. */
export function infoOf(
  { attrs }: KernelArguments,
  xShape: number[],
  filterShape: number[],
  depthwise = false,
): Info {
  return backend_util.computeConv2DInfo(
    xShape as [number, number, number, number],
    filterShape as [number, number, number, number],
    attrs.strides as [number, number],
    (attrs.dilations as [number, number] | undefined) ?? 1,
    attrs.pad as 'same',
    attrs.dimRoundingMode as 'floor' | undefined,
    depthwise,
    backend_util.convertConv2DDataFormat((attrs.dataFormat as 'NHWC' | undefined) ?? 'NHWC'),
  );
}

/** Whether all are float32: kernels read nothing else. */
export function areFloats(...tensors: TensorInfo[]): boolean {
  return tensors.every(({ dtype }) => dtype === 'float32');
}
