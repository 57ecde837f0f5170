// The matrix product behind the gradient of a dense layer's weights.
import { util } from '@tensorflow/tfjs-core';
import { filterGradientDirectly } from './direct';
import type { Kernel } from './registry';
import { asOneRow, type Sizes } from './sizes';

/**
 * `BatchMatMul`: aᵀ · b of single matrices, which is the filter gradient of a 1×1
 * convolution; the stock kernel turns and packs the large result's operands first. Other
 * cases are left to it.
 */
export const batchMatMul: Kernel = (args, context, stock) => {
  const { heap } = context;
  const { a, b } = args.inputs;
  const { transposeA, transposeB } = args.attrs;
  const outer = [...a.shape.slice(0, -2), ...b.shape.slice(0, -2)];
  const isSingle = a.shape.length === b.shape.length && util.sizeFromShape(outer) === 1;
  const areFloats = a.dtype === 'float32' && b.dtype === 'float32';
  if (!transposeA || transposeB || !isSingle || !areFloats) return stock(args);
  const [rows, from] = a.shape.slice(-2);
  const to = b.shape[b.shape.length - 1];
  const out = heap.output([...a.shape.slice(0, -2), from, to]);
  const sizes: Sizes = {
    ...{ ...asOneRow(rows), channels: from, filters: to },
    ...{ filterHeight: 1, filterWidth: 1, strideHeight: 1, strideWidth: 1 },
  };
  filterGradientDirectly(context, sizes, heap.at(a), heap.at(b), false, heap.at(out));
  return out;
};
