// Sum and mean over axes that are not the last: bias gradients and global pooling. The
// stock kernels transpose the whole tensor first.
import { util, type TensorInfo } from '@tensorflow/tfjs-core';
import type { Kernel, KernelArguments, KernelContext } from './registry';

/** `Sum` over leading or middle axes. */
export const sum: Kernel = (args, context, stock) => reduce(args, context, false) ?? stock(args);

/** `Mean` over leading or middle axes. */
export const mean: Kernel = (args, context, stock) => reduce(args, context, true) ?? stock(args);

function reduce(
  { inputs: { x }, attrs }: KernelArguments,
  { heap, module }: KernelContext,
  isMean: boolean,
): TensorInfo | null {
  const axes = util.parseAxisParam(attrs.axis as number | number[], x.shape).sort((a, b) => a - b);
  const first = axes[0];
  const end = axes[axes.length - 1] + 1;
  const isBlock = end - first === axes.length && end < x.shape.length;
  if (x.dtype !== 'float32' || axes.length === 0 || !isBlock) return null;
  const outer = util.sizeFromShape(x.shape.slice(0, first));
  const rows = util.sizeFromShape(x.shape.slice(first, end));
  const columns = util.sizeFromShape(x.shape.slice(end));
  const kept = attrs.keepDims ? axes.map(() => 1) : [];
  const out = heap.output([...x.shape.slice(0, first), ...kept, ...x.shape.slice(end)]);
  module.addRows(heap.at(x), outer, rows, columns, isMean ? 1 / rows : 1, heap.at(out));
  return out;
}
