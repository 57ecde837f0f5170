// The products behind a dense layer and its gradients, as the convolutions they are: a row
// of a matrix is a pixel with its channels.
import { util, type TensorInfo } from '@tensorflow/tfjs-core';
import type { Address } from '../module';
import { convolveDirectly, filterGradientDirectly, unfinished } from './direct';
import type { Kernel, KernelContext } from './registry';
import { asOneRow, type Sizes } from './sizes';

/** Floats of b from which packing it for one product costs more than the product. */
const WIDE = 2 ** 20;
/** Rows of a up to which turned copies are small beside such a b. */
const FEW_ROWS = 64;

/**
 * `BatchMatMul` of single matrices: aᵀ · b (the gradient of weights), where the stock kernel
 * turns and packs the large result's operands first; a · bᵀ (the gradient of an input), which
 * it does one number at a time; and a few rows times a large b, which it packs anew after
 * every change. Other cases are left to it.
 */
export const batchMatMul: Kernel = (args, context, stock) => {
  const { heap } = context;
  const { a, b } = args.inputs;
  const { transposeA, transposeB } = args.attrs;
  const outer = [...a.shape.slice(0, -2), ...b.shape.slice(0, -2)];
  const isSingle = a.shape.length === b.shape.length && util.sizeFromShape(outer) === 1;
  const areFloats = a.dtype === 'float32' && b.dtype === 'float32';
  const [[aRows, aColumns], [bRows, bColumns]] = [sidesOf(a), sidesOf(b)];
  const [inner, same] = [transposeA ? aRows : aColumns, transposeB ? bColumns : bRows];
  const isOurs = isSingle && areFloats && inner > 0 && inner === same;
  const isWide = bRows * bColumns >= WIDE && aRows <= Math.min(FEW_ROWS, bColumns);
  const isCovered = transposeA ? !transposeB : transposeB || isWide;
  if (!isOurs || !isCovered) return stock(args);
  const rows = transposeA ? aColumns : aRows;
  const columns = transposeB ? bRows : bColumns;
  const out = heap.output([...a.shape.slice(0, -2), rows, columns]);
  const sizes = pointwise(aRows, aColumns, columns);
  const [left, right, result] = [heap.at(a), heap.at(b), heap.at(out)];
  if (transposeA) filterGradientDirectly(context, sizes, left, right, false, result);
  else if (transposeB) timesTurned(context, sizes, left, right, result);
  else timesWide(context, sizes, left, right, result);
  return out;
};

// a [pixels, channels] · bᵀ, b [filters, channels] → [pixels, filters]. b is packed as the
// filter, or a, where that takes less room with the result's turned copy.
function timesTurned(context: KernelContext, sizes: Sizes, a: Address, b: Address, out: Address) {
  const { heap, module } = context;
  const { width: rows, channels, filters } = sizes;
  const packed = (columns: number) => module.convolveScratch(1, channels, columns);
  if (packed(filters) <= packed(rows) + rows * filters) {
    return convolveDirectly(context, sizes, a, b, true, unfinished, out);
  }
  return heap.scratch(rows * filters, (turned) => {
    convolveDirectly(context, pointwise(filters, channels, rows), b, a, true, unfinished, turned);
    module.turnFilter(turned, 1, 1, filters, rows, out);
  });
}

// a [pixels, channels] · b [channels, filters] → [pixels, filters], b being read once, as it
// lies: bᵀ · aᵀ, turned.
function timesWide(context: KernelContext, sizes: Sizes, a: Address, b: Address, out: Address) {
  const { heap, module } = context;
  const { width: rows, channels, filters } = sizes;
  heap.scratch(rows * channels, (turnedA) =>
    heap.scratch(rows * filters, (turnedOut) => {
      module.turnFilter(a, 1, 1, rows, channels, turnedA);
      const product = pointwise(channels, filters, rows);
      filterGradientDirectly(context, product, b, turnedA, false, turnedOut);
      module.turnFilter(turnedOut, 1, 1, filters, rows, out);
    }),
  );
}

function pointwise(pixels: number, channels: number, filters: number): Sizes {
  return {
    ...{ ...asOneRow(pixels), channels, filters },
    ...{ filterHeight: 1, filterWidth: 1, strideHeight: 1, strideWidth: 1 },
  };
}

function sidesOf({ shape }: TensorInfo): [rows: number, columns: number] {
  const [rows, columns] = shape.slice(-2);
  return [rows, columns];
}
