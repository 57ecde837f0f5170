// Convolutions in tiles against the same done directly, which `kernels.test.ts` holds
// against plain cpu: there, filters that are tiled more than once would take minutes.
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seededRandom } from '../../../core/random';
import { openKernelContext } from '../testing';
import { convolveDirectly, filterGradientDirectly, unfinished } from './direct';
import type { KernelContext } from './registry';
import type { Sizes } from './sizes';
import { tilingOf } from './tiling';
import { convolve, convolveTurned, filterGradient } from './winograd';

interface Case {
  readonly name: string;
  readonly stages: number;
  readonly batch: number;
  readonly out: readonly [height: number, width: number];
  readonly filter: readonly [height: number, width: number, channels: number, filters: number];
}

const cases: Case[] = [
  { name: 'once', stages: 1, batch: 2, out: [14, 17], filter: [3, 3, 32, 40] },
  { name: 'with lanes to spare', stages: 1, batch: 3, out: [23, 21], filter: [3, 4, 50, 59] },
  { name: 'with filters of 2 × 2', stages: 1, batch: 1, out: [31, 40], filter: [2, 2, 96, 80] },
  { name: 'some rows at a time', stages: 1, batch: 2, out: [95, 98], filter: [3, 3, 17, 24] },
  { name: 'rows that overlap', stages: 1, batch: 1, out: [96, 94], filter: [5, 4, 32, 32] },
  { name: 'some pictures at a time', stages: 1, batch: 9, out: [30, 30], filter: [3, 3, 24, 24] },
  { name: 'twice', stages: 2, batch: 3, out: [32, 31], filter: [9, 8, 32, 40] },
  { name: 'three times', stages: 3, batch: 4, out: [60, 60], filter: [12, 12, 64, 64] },
];

describe.each(['plain', 'relaxed'] as const)('convolution in tiles, %s', (build) => {
  let context: KernelContext;
  beforeAll(async () => {
    context = await openKernelContext(build);
  });
  afterAll(() => context.heap.restore());

  const drawn = (name: string, shape: number[]) => {
    const random = seededRandom('winograd', name);
    const floats = tf.util.sizeFromShape(shape);
    return tf.tensor(
      Float32Array.from({ length: floats }, () => random.normal()),
      shape,
    );
  };
  // Largest difference over the largest value; NaN counts as infinitely far off.
  const error = (got: tf.Tensor, wanted: tf.Tensor) => {
    const values = got.dataSync();
    let [worst, largest] = [0, 0];
    wanted.dataSync().forEach((value, i) => {
      const difference = Math.abs(values[i] - value);
      worst = Number.isNaN(difference) ? Infinity : Math.max(worst, difference);
      largest = Math.max(largest, Math.abs(value));
    });
    return worst / largest;
  };

  it.each(cases)('$name, with both gradients', ({ stages, batch, out, filter }) => {
    const [filterHeight, filterWidth, channels, filters] = filter;
    const sizes: Sizes = {
      ...{ batch, channels, filterHeight, filterWidth, filters },
      ...{ height: out[0] + filterHeight - 1, width: out[1] + filterWidth - 1 },
      ...{ outHeight: out[0], outWidth: out[1], strideHeight: 1, strideWidth: 1 },
    };
    const { height, width } = sizes;
    const back: Sizes = {
      ...{ ...sizes, channels: filters, filters: channels },
      ...{ height: height + filterHeight - 1, width: width + filterWidth - 1 },
      ...{ outHeight: height, outWidth: width },
    };
    let counted = 0;
    for (let tiling = tilingOf(sizes); tiling; tiling = tiling.next) counted++;
    expect(counted).toBe(stages);
    expect(tilingOf(back)).not.toBeNull();
    tf.tidy(() => {
      const x = drawn('x', [batch, height, width, channels]);
      // Results of about ±8, so that some are cut off at the limits and most are not.
      const weights = tf.mul(
        drawn('filter', [...filter]),
        8 / Math.sqrt(filterHeight * filterWidth * channels),
      );
      const bias = drawn('bias', [filters]);
      const dy = drawn('dy', [batch, ...out, filters]);
      const spread = drawn('spread', [batch, back.height, back.width, filters]);
      const at = (tensor: tf.Tensor) => context.heap.at(tensor);
      const pair = (shape: number[]) => [tf.zeros(shape), tf.zeros(shape)];
      const finish = { bias: at(bias), limits: [-10, 20] } as const;

      const y = pair(dy.shape);
      convolve(context, sizes, at(x), at(weights), finish, at(y[0]));
      convolveDirectly(context, sizes, at(x), at(weights), false, finish, at(y[1]));
      expect(error(y[0], y[1])).toBeLessThan(3e-5);
      expect(tf.max(y[0]).dataSync()[0]).toBe(20);
      expect(tf.min(y[0]).dataSync()[0]).toBe(-10);

      const dx = pair(x.shape);
      convolveTurned(context, back, at(spread), at(weights), at(dx[0]));
      convolveDirectly(context, back, at(spread), at(weights), true, unfinished, at(dx[1]));
      expect(error(dx[0], dx[1])).toBeLessThan(2e-5);

      const dw = pair([...filter]);
      filterGradient(context, sizes, at(x), at(dy), false, at(dw[0]));
      filterGradientDirectly(context, sizes, at(x), at(dy), false, at(dw[1]));
      expect(error(dw[0], dw[1])).toBeLessThan(2e-5);
      filterGradient(context, sizes, at(x), at(dy), true, at(dw[0]));
      expect(error(tf.div(dw[0], 2), dw[1])).toBeLessThan(2e-5);
    });
  });
});
