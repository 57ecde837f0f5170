// The matrix product behind the gradient of a dense layer's weights.
import { util } from '@tensorflow/tfjs-core';
import type { Kernel } from './registry';

/**
 * `BatchMatMul`: aᵀ · b of single matrices, which is the filter gradient of a 1×1
 * convolution; the stock kernel turns and packs the large result's operands first. Other
 * cases are left to it.
 */
export const batchMatMul: Kernel = (args, { heap, module }, stock) => {
  const { a, b } = args.inputs;
  const { transposeA, transposeB } = args.attrs;
  const outer = [...a.shape.slice(0, -2), ...b.shape.slice(0, -2)];
  const isSingle = a.shape.length === b.shape.length && util.sizeFromShape(outer) === 1;
  const areFloats = a.dtype === 'float32' && b.dtype === 'float32';
  if (!transposeA || transposeB || !isSingle || !areFloats) return stock(args);
  const [rows, from] = a.shape.slice(-2);
  const to = b.shape[b.shape.length - 1];
  const out = heap.output([...a.shape.slice(0, -2), from, to]);
  heap.scratch(module.filterGradientScratch(to), (scratch) =>
    module.filterGradient(
      heap.at(a),
      ...[1, 1, rows, from],
      heap.at(b),
      ...[1, rows, to],
      ...[1, 1, 1, 1, 0],
      heap.at(out),
      scratch,
    ),
  );
  return out;
};
