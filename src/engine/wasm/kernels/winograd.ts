// Convolutions with fewer products: cut into tiles, and taken to planes, in each of which
// the tiles are the pixels of a smaller convolution. A filter of many taps is still one of
// several there, and the same is done to it again ("nested Winograd"). Numbers that are not
// finite are never lost, but reach all of their tile.
import type { Address } from '../module';
import { convolveDirectly, filterGradientDirectly, unfinished, type Finish } from './direct';
import type { KernelContext } from './registry';
import { filterFloats, inputFloats, outputFloats, type Sizes } from './sizes';
import { tilingOf, type Tiling } from './tiling';

// As `assembly/winograd.ts` numbers them.
const INPUT = 0;
const GRADIENT = 1;
const FILTER = 2;
const OUTPUT = 3;
const FILTER_GRADIENT = 4;

/**
 * Floats of planes made at a time, rows of a picture if need be: fewer leave too few tiles
 * for a packed filter, more leave the cache (measured: 2^18 1.0, 2^16 1.1, 2^21 1.2 times).
 */
const INNERMOST = 2 ** 18;
/** The same where they are cut up again: whole pictures, one at least. */
const OUTER = 2 ** 21;
/** Floats of room for the transforms. */
const ROOM = 256;

/** x ∗ filter → out, tiled where that is less work. */
export function convolve(
  context: KernelContext,
  sizes: Sizes,
  x: Address,
  filter: Address,
  finish: Finish,
  out: Address,
): void {
  const tiling = tilingOf(sizes);
  if (!tiling) {
    convolveDirectly(context, sizes, x, filter, false, finish, out);
    return;
  }
  convolveInTiles(context, sizes, tiling, x, filter, finish, out);
}

/** The same with the filter [height, width, filters, channels], turned by 180°. */
export function convolveTurned(
  context: KernelContext,
  sizes: Sizes,
  x: Address,
  filter: Address,
  out: Address,
): void {
  const tiling = tilingOf(sizes);
  if (!tiling) {
    convolveDirectly(context, sizes, x, filter, true, unfinished, out);
    return;
  }
  const { heap, module } = context;
  const { channels, filters } = sizes;
  heap.scratch(filterFloats(sizes), (turned) => {
    module.turnFilter(filter, ...filterSide(sizes), filters, channels, turned);
    convolveInTiles(context, sizes, tiling, x, turned, unfinished, out);
  });
}

/** Gradient of the filter by x and dy → out, or added to it; tiled as `convolve` is. */
export function filterGradient(
  context: KernelContext,
  sizes: Sizes,
  x: Address,
  dy: Address,
  add: boolean,
  out: Address,
): void {
  const tiling = tilingOf(sizes);
  if (!tiling) {
    filterGradientDirectly(context, sizes, x, dy, add, out);
    return;
  }
  context.heap.scratch(ROOM, (room) =>
    gradientInPlanes(context, sizes, tiling, x, dy, add, out, room),
  );
}

function convolveInTiles(
  context: KernelContext,
  sizes: Sizes,
  tiling: Tiling,
  x: Address,
  filter: Address,
  finish: Finish,
  out: Address,
): void {
  context.heap.scratch(ROOM + tiling.packed, (room) => {
    const packed = after(room, ROOM);
    packInPlanes(context, sizes, tiling, filter, packed, room);
    convolveInPlanes(context, sizes, tiling, x, packed, finish, out, room);
  });
}

function packInPlanes(
  context: KernelContext,
  sizes: Sizes,
  { m, planes, inner, next }: Tiling,
  filter: Address,
  packed: Address,
  room: Address,
): void {
  const { heap, module } = context;
  const { channels, filters } = sizes;
  const taps = filterFloats(inner);
  heap.scratch(planes * taps, (made) => {
    module.toPlanes(
      ...[FILTER, m, filter, 1, ...filterSide(sizes), channels * filters],
      ...[made, ...filterSide(inner), room],
    );
    if (!next) {
      module.packFilters(planes, made, ...filterSide(inner), channels, filters, packed);
      return;
    }
    for (let p = 0; p < planes; p++) {
      const to = after(packed, p * next.packed);
      packInPlanes(context, inner, next, after(made, p * taps), to, room);
    }
  });
}

function convolveInPlanes(
  context: KernelContext,
  sizes: Sizes,
  tiling: Tiling,
  from: Address,
  packed: Address,
  finish: Finish,
  out: Address,
  room: Address,
): void {
  const { heap, module } = context;
  const { m, planes, next } = tiling;
  const { channels, filters } = sizes;
  inGroups(context, sizes, tiling, ({ outer, inner, x, y }, input, output) => {
    inputToPlanes(context, outer, tiling, after(from, x), inner, input, room);
    if (next) {
      for (let p = 0; p < planes; p++) {
        convolveInPlanes(
          context,
          inner,
          next,
          after(input, p * inner.batch * inputFloats(inner)),
          after(packed, p * next.packed),
          unfinished,
          after(output, p * inner.batch * outputFloats(inner)),
          room,
        );
      }
    } else {
      const floats = module.convolveScratch(
        inner.filterHeight,
        inner.filterWidth * channels,
        filters,
      );
      heap.scratch(floats, (scratch) =>
        module.convolvePlanes(
          ...[planes, input, inner.batch, inner.height, inner.width, channels],
          ...[packed, ...filterSide(inner), filters],
          ...[output, ...outSide(inner), scratch],
        ),
      );
    }
    module.fromPlanes(
      ...[OUTPUT, m, output, inner.batch, ...outSide(inner), filters, 0],
      ...[finish.bias, ...finish.limits],
      ...[after(out, y), ...outSide(outer), room],
    );
  });
}

function gradientInPlanes(
  context: KernelContext,
  sizes: Sizes,
  tiling: Tiling,
  from: Address,
  dy: Address,
  add: boolean,
  out: Address,
  room: Address,
): void {
  const { heap, module } = context;
  const { m, planes, next } = tiling;
  const { channels, filters } = sizes;
  const taps = filterFloats(tiling.inner);
  heap.scratch(planes * taps, (gradients) => {
    let isFirst = true;
    inGroups(context, sizes, tiling, ({ outer, inner, x, y }, input, output) => {
      inputToPlanes(context, outer, tiling, after(from, x), inner, input, room);
      module.toPlanes(
        ...[GRADIENT, m, after(dy, y), inner.batch, ...outSide(outer), filters],
        ...[output, ...outSide(inner), room],
      );
      if (next) {
        for (let p = 0; p < planes; p++) {
          gradientInPlanes(
            context,
            inner,
            next,
            after(input, p * inner.batch * inputFloats(inner)),
            after(output, p * inner.batch * outputFloats(inner)),
            !isFirst,
            after(gradients, p * taps),
            room,
          );
        }
      } else {
        heap.scratch(module.filterGradientScratch(filters), (scratch) =>
          module.filterGradientPlanes(
            ...[planes, input, inner.batch, inner.height, inner.width, channels],
            ...[output, ...outSide(inner), filters],
            ...[...filterSide(inner), Number(!isFirst), gradients, scratch],
          ),
        );
      }
      isFirst = false;
    });
    module.fromPlanes(
      ...[FILTER_GRADIENT, m, gradients, 1, ...filterSide(tiling.inner), channels * filters],
      ...[Number(add), 0, -Infinity, Infinity],
      ...[out, ...filterSide(sizes), room],
    );
  });
}

function inputToPlanes(
  { module }: KernelContext,
  { batch, height, width, channels }: Sizes,
  { m }: Tiling,
  x: Address,
  inner: Sizes,
  planes: Address,
  room: Address,
): void {
  module.toPlanes(
    ...[INPUT, m, x, batch, height, width, channels],
    ...[planes, inner.height, inner.width, room],
  );
}

/** Some pictures, or some rows of one, and where they start in input and result (floats). */
interface Group {
  readonly outer: Sizes;
  readonly inner: Sizes;
  readonly x: number;
  readonly y: number;
}

// Calls `work` group by group, with room for the planes of input and output.
function inGroups(
  { heap }: KernelContext,
  sizes: Sizes,
  { m, planes, inner, next }: Tiling,
  work: (group: Group, input: Address, output: Address) => void,
): void {
  const { batch, height, outHeight } = sizes;
  const atOnce = next ? OUTER : INNERMOST;
  const perRow = planes * (inner.width * inner.channels + inner.outWidth * inner.filters);
  const overlap = inner.filterHeight - 1;
  const fit = Math.max(1, Math.floor(atOnce / perRow) - overlap);
  const rows = next ? inner.outHeight : Math.min(inner.outHeight, fit);
  const pictures = Math.min(batch, Math.max(1, Math.floor(fit / inner.outHeight)));
  const most = { ...inner, height: rows + overlap, outHeight: rows };
  const floats = pictures * planes;
  heap.scratch(floats * (inputFloats(most) + outputFloats(most)), (input) => {
    const output = after(input, floats * inputFloats(most));
    for (let first = 0; first < batch; first += pictures) {
      const count = Math.min(pictures, batch - first);
      for (let row = 0; row < inner.outHeight; row += rows) {
        const own = Math.min(rows, inner.outHeight - row);
        const top = row * m;
        const group = {
          outer: { ...sizes, batch: count, height: height - top, outHeight: outHeight - top },
          inner: { ...inner, batch: count, height: own + overlap, outHeight: own },
          x: first * inputFloats(sizes) + top * sizes.width * sizes.channels,
          y: first * outputFloats(sizes) + top * sizes.outWidth * sizes.filters,
        };
        work(group, input, output);
      }
    }
  });
}

type Side = [height: number, width: number];

const filterSide = ({ filterHeight, filterWidth }: Sizes): Side => [filterHeight, filterWidth];
const outSide = ({ outHeight, outWidth }: Sizes): Side => [outHeight, outWidth];

function after(address: Address, floats: number): Address {
  return address + 4 * floats;
}
