// Every training kernel against plain cpu, on odd shapes, strides and paddings, in both
// builds, and by finite differences.
import '@tensorflow/tfjs-layers';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seededRandom, type Random } from '../../core/random';
import type { TrainingKernels } from './install';
import { expectSame, startTrainingWasm, type Shape } from './testing';

const run = (name: string, inputs: object, attrs: object) =>
  tf.engine().runKernel(name, inputs as tf.NamedTensorMap, attrs as never) as tf.Tensor;

// A gradient that does not hang on rounding in y, as one computed from it would.
const wave = (shape: Shape) =>
  tf.cos(tf.reshape<tf.Rank.R4>(tf.range(0, tf.util.sizeFromShape(shape)), shape as never));

describe.each(['plain', 'relaxed'] as const)('training kernels, %s', (build) => {
  let kernels: TrainingKernels;
  beforeAll(async () => {
    kernels = await startTrainingWasm(build);
    expect(kernels.fused).toBe(build === 'relaxed');
  });
  afterAll(() => kernels.uninstall());

  const side = fc.integer({ min: 1, max: 11 });
  const geometry = fc.record({
    batch: fc.integer({ min: 1, max: 3 }),
    height: side,
    width: side,
    from: fc.integer({ min: 1, max: 19 }),
    to: fc.integer({ min: 1, max: 19 }),
    fh: fc.integer({ min: 1, max: 5 }),
    fw: fc.integer({ min: 1, max: 5 }),
    strides: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 })),
    pad: fc.constantFrom('same' as const, 'valid' as const, 1),
  });
  // tfjs reckons with square filters and equal strides where the padding is a number.
  const fits = ({ height, width, fh, fw, pad, strides }: Geometry) =>
    pad === 'same' ||
    (height >= fh && width >= fw && (pad === 'valid' || (fh === fw && strides[0] === strides[1])));
  type Geometry = typeof geometry extends fc.Arbitrary<infer G> ? G : never;
  const rounding = (pad: Geometry['pad']) => (typeof pad === 'number' ? 'floor' : undefined);

  it('convolve, with both gradients', async () => {
    await fc.assert(
      fc.asyncProperty(geometry.filter(fits), async (g) => {
        const { pad, strides, batch, height, width, from, to, fh, fw } = g;
        await expectSame(
          [
            [batch, height, width, from],
            [fh, fw, from, to],
          ],
          (x, filter) => {
            const [picture, kernel] = [x as tf.Tensor4D, filter as tf.Tensor4D];
            const y = tf.conv2d(picture, kernel, strides, pad, 'NHWC', 1, rounding(pad));
            const dy = wave(y.shape);
            const attrs = { strides, pad, dataFormat: 'NHWC', dimRoundingMode: rounding(pad) };
            return [
              y,
              run('Conv2DBackpropInput', { dy, filter }, { ...attrs, inputShape: x.shape }),
              run('Conv2DBackpropFilter', { x, dy }, { ...attrs, filterShape: filter.shape }),
            ];
          },
        );
      }),
      { numRuns: 60 },
    );
  });

  it.each([
    ['a deep filter, in several passes', [1, 6, 7, 130], [3, 3, 130, 33]],
    ['a run longer than one pass', [1, 4, 5, 600], [2, 2, 600, 9]],
    ['a 1×1 filter over many channels', [2, 5, 5, 960], [1, 1, 960, 40]],
    ['rows longer than a block of pixels', [1, 5, 300, 3], [3, 3, 3, 8]],
    ['more pixels than a block, 1×1', [2, 13, 13, 20], [1, 1, 20, 12]],
    ['more filters than one block', [1, 3, 3, 512], [1, 1, 512, 100]],
  ])('convolve %s', async (_name, xShape, filterShape) => {
    await expectSame([xShape, filterShape], (x, filter) => {
      const y = tf.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, 1, 'same');
      const dy = wave(y.shape);
      const attrs = { strides: [1, 1], pad: 'same', dataFormat: 'NHWC' };
      return [
        y,
        run('Conv2DBackpropInput', { dy, filter }, { ...attrs, inputShape: xShape }),
        run('Conv2DBackpropFilter', { x, dy }, { ...attrs, filterShape }),
      ];
    });
  });

  it('convolve in tiles', async () => {
    const shapes = [[2, 14, 17, 32], [3, 3, 32, 40], [40]];
    await expectSame(
      shapes,
      (picture, kernel, bias) => {
        const [x, filter] = [picture as tf.Tensor4D, kernel as tf.Tensor4D];
        const y = tf.fused.conv2d({
          x,
          filter,
          bias,
          strides: 1,
          pad: 'same',
          activation: 'relu6',
        });
        const dy = wave(y.shape);
        const attrs = { strides: [1, 1], pad: 'same', dataFormat: 'NHWC' };
        return [
          y,
          run('Conv2DBackpropInput', { dy, filter }, { ...attrs, inputShape: x.shape }),
          run('Conv2DBackpropFilter', { x, dy }, { ...attrs, filterShape: filter.shape }),
        ];
      },
      // So that some results lie between the limits.
      (random) => 0.4 * random.normal(),
    );
  });

  it.each(['linear', 'relu', 'relu6'] as const)('fuse bias and %s', async (activation) => {
    const shapes = [[2, 7, 5, 6], [3, 3, 6, 10], [10], [3, 3, 6, 1], [6]];
    await expectSame(shapes, (x, filter, bias, depthwise, depthwiseBias) => [
      tf.fused.conv2d({
        x: x as tf.Tensor4D,
        filter: filter as tf.Tensor4D,
        bias,
        strides: 2,
        pad: 'same',
        activation,
      }),
      tf.fused.depthwiseConv2d({
        x: x as tf.Tensor4D,
        filter: depthwise as tf.Tensor4D,
        bias: depthwiseBias,
        strides: 1,
        pad: 'same',
        activation,
      }),
    ]);
  });

  it('leave what they do not cover to tfjs', async () => {
    const shapes = [[1, 9, 9, 4], [3, 3, 4, 5], [5], [3, 3, 4, 2]];
    await expectSame(shapes, (x, filter, bias, depthwise) => [
      tf.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, 1, 'same', 'NHWC', 2),
      tf.depthwiseConv2d(x as tf.Tensor4D, depthwise as tf.Tensor4D, 1, 'same'),
      tf.fused.conv2d({
        x: x as tf.Tensor4D,
        filter: filter as tf.Tensor4D,
        bias,
        strides: 1,
        pad: 'valid',
        activation: 'sigmoid',
      }),
    ]);
  });

  it('refuse a gradient that nothing covers', async () => {
    await tf.setBackend('wasm');
    const inputs = { x: tf.ones([1, 2, 2, 2, 1]), dy: tf.ones([1]) };
    expect(() =>
      run(
        'Conv2DBackpropFilter',
        { x: tf.ones([1, 4, 4, 1]), dy: tf.ones([1, 4, 6, 1]) },
        { strides: [1, 2], pad: 1, dataFormat: 'NHWC', filterShape: [1, 1, 1, 1] },
      ),
    ).toThrow(/not supported/);
    tf.dispose(inputs);
  });

  it('convolve depthwise, with both gradients', async () => {
    await fc.assert(
      fc.asyncProperty(geometry.filter(fits), async (g) => {
        const { pad, strides, batch, height, width, from, fh, fw } = g;
        await expectSame(
          [
            [batch, height, width, from],
            [fh, fw, from, 1],
          ],
          (x, filter) => {
            const [picture, kernel] = [x as tf.Tensor4D, filter as tf.Tensor4D];
            const y = tf.depthwiseConv2d(picture, kernel, strides, pad, 'NHWC', 1, rounding(pad));
            const dy = wave(y.shape);
            const attrs = { strides, pad, dilations: [1, 1], dimRoundingMode: rounding(pad) };
            const [inputShape, filterShape] = [x.shape, filter.shape];
            return [
              y,
              run('DepthwiseConv2dNativeBackpropInput', { dy, filter }, { ...attrs, inputShape }),
              run('DepthwiseConv2dNativeBackpropFilter', { x, dy }, { ...attrs, filterShape }),
            ];
          },
        );
      }),
      { numRuns: 60 },
    );
  });

  it.each([
    ['of any sign', (random: Random) => random.normal()],
    ['all negative', (random: Random) => -1 - random.next()],
    ['full of ties', (random: Random) => random.below(2)],
  ])('send the gradient of max pooling to the right pixel, values %s', async (_name, draw) => {
    await fc.assert(
      fc.asyncProperty(geometry.filter(fits), async (g) => {
        const { strides, batch, height, width, from, fh, fw } = g;
        // cpu's own gradient pads its windows with 0, so only `valid` has a reference.
        if (height < fh || width < fw) return;
        const pool = tf.backend_util.computePool2DInfo(
          [batch, height, width, from],
          [fh, fw],
          strides,
          1,
          'valid',
        );
        const attrs = { filterSize: [fh, fw], strides, pad: 'valid' };
        await expectSame(
          [[batch, height, width, from], pool.outShape],
          (input, dy) => {
            const output = run('MaxPool', { x: input }, attrs);
            return run('MaxPoolGrad', { dy, input, output }, attrs);
          },
          draw,
        );
      }),
      { numRuns: 40 },
    );
  });

  it('pool 2×2 windows of an odd picture, and padded ones', async () => {
    for (const [size, pad] of [
      [7, 'valid'],
      [7, 'same'],
      [8, 'same'],
    ] as const) {
      await expectSame([[2, size, size, 6]], (x) => {
        const input = tf.add(x, 5);
        const attrs = { filterSize: [2, 2], strides: [2, 2], pad };
        const output = run('MaxPool', { x: input }, attrs);
        return run('MaxPoolGrad', { dy: tf.sin(output), input, output }, attrs);
      });
    }
  });

  it.each([
    [[5], [0]],
    [[3, 4, 5], [0]],
    [[3, 4, 5], [1]],
    [
      [3, 4, 5],
      [0, 1],
    ],
    [[3, 4, 5], [2]],
    [
      [3, 4, 5],
      [0, 2],
    ],
    [
      [2, 9, 9, 7],
      [1, 2],
    ],
    [
      [2, 9, 9, 7],
      [0, 1, 2],
    ],
    [[1000, 3], [0]],
  ])('sum and average %j over %j', async (shape, axes) => {
    await expectSame([shape], (x) => [
      tf.sum(x, axes),
      tf.mean(x, axes),
      tf.sum(x, axes, true),
      tf.mean(x, axes, true),
    ]);
  });

  it('hand memory on without copying, and free it once', async () => {
    await tf.setBackend('wasm');
    const x = tf.tensor1d([1, 2, 3]);
    const before = kernels.heapBytes();
    const twin = tf.clone(x);
    const cast = tf.cast(x, 'float32');
    const whole = tf.cast(x, 'int32');
    x.dispose();
    expect([...(await twin.data()), ...(await cast.data()), ...(await whole.data())]).toEqual([
      1, 2, 3, 1, 2, 3, 1, 2, 3,
    ]);
    tf.dispose([twin, cast, whole]);
    expect(kernels.heapBytes()).toBe(before);
  });

  it('keep NaN, so that a spoiled run is noticed', async () => {
    await tf.setBackend('wasm');
    const x = tf.fill([1, 4, 4, 8], NaN);
    const filter = tf.ones([3, 3, 8, 8]) as tf.Tensor4D;
    const y = tf.fused.conv2d({
      x: x as tf.Tensor4D,
      filter,
      strides: 1,
      pad: 'same',
      activation: 'relu6',
    });
    expect((await y.data()).every(Number.isNaN)).toBe(true);
    tf.dispose([x, filter, y]);
  });

  it('agree with finite differences through a small network', async () => {
    await tf.setBackend('wasm');
    const random = seededRandom('finite');
    const drawn = (shape: Shape, scale: number) =>
      tf.tensor(
        Float32Array.from({ length: tf.util.sizeFromShape(shape) }, () => scale * random.normal()),
        shape,
      );
    const x = drawn([2, 9, 9, 3], 1) as tf.Tensor4D;
    const weights = [drawn([3, 3, 3, 4], 0.4), drawn([3, 3, 4, 1], 0.4), drawn([1, 1, 4, 5], 0.4)];
    const loss = (a: tf.Tensor, b: tf.Tensor, c: tf.Tensor) =>
      tf.tidy(() => {
        const first = tf.softplus(tf.conv2d(x, a as tf.Tensor4D, 2, 'same'));
        const second = tf.depthwiseConv2d(first as tf.Tensor4D, b as tf.Tensor4D, 1, 'same');
        const third = tf.conv2d(tf.sin(second) as tf.Tensor4D, c as tf.Tensor4D, 1, 'same');
        return tf.mean(tf.square(tf.mean(third, [1, 2]))) as tf.Scalar;
      });
    const gradients = tf.grads(loss as never)(weights) as tf.Tensor[];
    for (const [i, weight] of weights.entries()) {
      const direction = drawn(weight.shape, 1);
      const slope = (await tf.sum(tf.mul(gradients[i], direction)).data())[0];
      const h = 1e-2;
      const shifted = async (sign: number) => {
        const moved = weights.map((w, k) => (k === i ? tf.add(w, tf.mul(direction, sign * h)) : w));
        return (await loss(moved[0], moved[1], moved[2]).data())[0];
      };
      const difference = ((await shifted(1)) - (await shifted(-1))) / (2 * h);
      expect(Math.abs(difference - slope)).toBeLessThan(2e-2 * Math.abs(slope) + 1e-5);
    }
  });
});
