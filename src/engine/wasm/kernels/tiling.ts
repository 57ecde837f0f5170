// Whether and how a convolution of stride 1 is cut into tiles: by an estimate of the work.
import { filterFloats, inputFloats, outputFloats, type Sizes } from './sizes';

/** How one convolution is cut up. */
export interface Tiling {
  /** Taps and outputs of a tile, each way. */
  readonly m: 2 | 3;
  readonly planes: number;
  /** The convolution in each plane: over tiles instead of pixels. */
  readonly inner: Sizes;
  /** How that is cut up in turn; null where it is not. */
  readonly next: Tiling | null;
  /** Floats of the filter in all planes, packed. */
  readonly packed: number;
}

// Multiply-adds that other work takes as long as, measured with the layers of v2.0 and v3.0:
// a float of a plane of pictures (more where it leaves the cache before it is used) or
// of a filter (which is packed, too), one of a result written, and one of a filter packed.
const PICTURE_PLANE = 14;
const OUTER_PLANE = 16;
const FILTER_PLANE = 24;
const RESULT = 8;
const PACKED = 4;

/** Floats of packed filter at most, a quarter of a gigabyte: planes multiply wide layers. */
const MOST_PACKED = 2 ** 26;

/** Taps, each way, up to which tiles of 2 × 2 are thought of. */
const MOST_FOR_TWO = 4;

/** The tiling with the least work; null where the direct way has less. */
export function tilingOf(sizes: Sizes): Tiling | null {
  return cheapest(sizes).tiling;
}

function cheapest(sizes: Sizes): { work: number; tiling: Tiling | null } {
  let best: ReturnType<typeof cheapest> = { work: directWork(sizes), tiling: null };
  const { filterHeight, filterWidth, strideHeight, strideWidth } = sizes;
  if (strideHeight * strideWidth !== 1) return best;
  for (const m of [2, 3] as const) {
    if (Math.min(filterHeight, filterWidth) < m) continue;
    // Larger ones are quicker begun with the larger tiles, by more than the estimate knows.
    if (m === 2 && Math.max(filterHeight, filterWidth) > MOST_FOR_TWO) continue;
    const tiling = tile(sizes, m);
    const inner = cheapest(tiling.inner);
    const work = tiling.planes * (inner.work + planeWork(tiling.inner, inner.tiling !== null));
    const packed = tiling.planes * (inner.tiling?.packed ?? packedFloats(tiling.inner));
    if (work >= best.work || packed > MOST_PACKED) continue;
    best = { work, tiling: { ...tiling, next: inner.tiling, packed } };
  }
  return best;
}

function tile(sizes: Sizes, m: 2 | 3): Omit<Tiling, 'next' | 'packed'> {
  const tiles = (side: number) => Math.ceil(side / m);
  const outHeight = tiles(sizes.outHeight);
  const outWidth = tiles(sizes.outWidth);
  const filterHeight = tiles(sizes.filterHeight);
  const filterWidth = tiles(sizes.filterWidth);
  const inner = {
    ...sizes,
    ...{ outHeight, outWidth, filterHeight, filterWidth },
    height: outHeight + filterHeight - 1,
    width: outWidth + filterWidth - 1,
  };
  return { m, planes: (2 * m - 1) ** 2, inner };
}

function directWork(sizes: Sizes): number {
  const { batch, outHeight, outWidth, channels, filters, filterHeight, filterWidth } = sizes;
  const depth = filterHeight * filterWidth * channels;
  const rows = 4 * Math.ceil((batch * outHeight * outWidth) / 4);
  return padded(filters) * (rows * (depth + RESULT) + PACKED * depth);
}

function planeWork(inner: Sizes, isOuter: boolean): number {
  const pictures = inner.batch * (inputFloats(inner) + outputFloats(inner));
  return (isOuter ? OUTER_PLANE : PICTURE_PLANE) * pictures + FILTER_PLANE * filterFloats(inner);
}

function packedFloats(inner: Sizes): number {
  const { filterHeight, filterWidth, channels, filters } = inner;
  return filterHeight * filterWidth * channels * padded(filters);
}

// Columns in whole panels, as `assembly/matrix.ts` packs them.
function padded(columns: number): number {
  return 8 * Math.ceil(columns / 8);
}
