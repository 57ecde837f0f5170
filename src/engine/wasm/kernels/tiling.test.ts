// Which convolutions are tiled, and how often.
import { describe, expect, it } from 'vitest';
import type { Sizes } from './sizes';
import { tilingOf, type Tiling } from './tiling';

const layer = (out: number, channels: number, side: number, filters: number): Sizes => ({
  ...{ batch: 8, height: out + side - 1, width: out + side - 1, channels },
  ...{ filterHeight: side, filterWidth: side, filters },
  ...{ strideHeight: 1, strideWidth: 1, outHeight: out, outWidth: out },
});
const depth = (tiling: Tiling | null): number[] =>
  tiling ? [tiling.m, ...depth(tiling.next)] : [];

describe('tiling', () => {
  it.each([
    ['second layer of v2.0', layer(93, 32, 3, 64), [3]],
    ['fourth layer of v2.0', layer(20, 64, 3, 128), [3]],
    ['filters of 11 × 11 in v3.0, twice', layer(112, 32, 11, 64), [3, 2]],
    ['filters of 7 × 7 in v3.0, twice', layer(50, 64, 7, 64), [3, 3]],
  ])('takes the %s', (_name, sizes, wanted) => {
    expect(depth(tilingOf(sizes))).toEqual(wanted);
  });

  it.each([
    ['1 × 1', layer(56, 64, 1, 64)],
    ['strided', { ...layer(40, 32, 3, 64), strideHeight: 2, strideWidth: 2 }],
    ['strided one way', { ...layer(40, 32, 3, 64), strideWidth: 2 }],
    ['of one row', { ...layer(40, 32, 3, 64), filterHeight: 1 }],
    ['over RGB with small filters', layer(190, 3, 3, 32)],
    ['with more filter than picture', layer(2, 256, 3, 512)],
  ])('leaves a convolution %s as it is', (_name, sizes) => {
    expect(tilingOf(sizes)).toBeNull();
  });

  it('holds no packed filter of more than a quarter of a gigabyte', () => {
    const wide = tilingOf(layer(60, 1024, 12, 1024));
    expect(wide?.packed ?? 0).toBeLessThanOrEqual(2 ** 26);
    expect(tilingOf(layer(60, 64, 12, 64))).toMatchObject({ m: 3, packed: 25 * 9 * 9 * 64 * 64 });
  });

  it('covers every output and every tap', () => {
    const { inner } = tilingOf({ ...layer(20, 64, 3, 128), outWidth: 19, width: 21 })!;
    expect(inner).toMatchObject({ outHeight: 7, outWidth: 7, filterHeight: 1, filterWidth: 1 });
    expect(inner).toMatchObject({ height: 7, width: 7 });
  });
});
