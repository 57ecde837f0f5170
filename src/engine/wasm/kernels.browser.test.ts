// The training kernels in Chromium, in both builds, against plain cpu. What shapes they
// cover is tested in Node (kernels.test.ts).
import '@tensorflow/tfjs-layers';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { batchNorm } from '../../core/train/ops/batch-norm';
import { convolution, depthwiseConvolution } from '../../core/train/ops/convolution';
import { seededRandom } from '../../core/random';
import { tabHost } from '../../workers/tab-host';
import { installTabKernels } from '../../workers/tab-kernels';
import { selectBackend } from '../select';
import type { TrainingKernels } from './install';

type Loss = (...inputs: tf.Tensor[]) => tf.Tensor;

/** Gradients of Σ wave · y by all inputs. */
async function gradients(backend: 'cpu' | 'wasm', shapes: readonly number[][], work: Loss) {
  await tf.setBackend(backend);
  const inputs = shapes.map((shape, i) => {
    const random = seededRandom('browser', i);
    const size = tf.util.sizeFromShape(shape);
    return tf.tensor(
      Float32Array.from({ length: size }, () => random.normal()),
      shape,
    );
  });
  const loss = (...args: tf.Tensor[]) => {
    const y = work(...args);
    return tf.sum(tf.mul(y, tf.reshape(tf.cos(tf.range(0, y.size)), y.shape))) as tf.Scalar;
  };
  const before = tf.memory().numTensors;
  const found = tf.grads(loss as never)(inputs) as tf.Tensor[];
  expect(tf.memory().numTensors).toBe(before + found.length);
  const values = await Promise.all(found.map((gradient) => gradient.data<'float32'>()));
  tf.dispose([inputs, found]);
  return values;
}

const cases: [name: string, shapes: number[][], work: Loss][] = [
  [
    'a convolution with relu6',
    [
      [2, 9, 7, 5],
      [3, 3, 5, 11],
    ],
    (x, kernel) =>
      convolution(x as tf.Tensor4D, kernel as tf.Tensor4D, null, {
        strides: 2,
        pad: 'same',
        activation: 'relu6',
      }),
  ],
  [
    'a 1×1 convolution with bias',
    [[2, 5, 5, 24], [1, 1, 24, 40], [40]],
    (x, kernel, bias) =>
      convolution(x as tf.Tensor4D, kernel as tf.Tensor4D, bias as tf.Tensor1D, {
        strides: 1,
        pad: 'valid',
        activation: 'linear',
      }),
  ],
  [
    'a depthwise convolution with bias and relu',
    [[2, 8, 9, 7], [3, 3, 7, 1], [7]],
    (x, kernel, bias) =>
      depthwiseConvolution(x as tf.Tensor4D, kernel as tf.Tensor4D, bias as tf.Tensor1D, {
        strides: 2,
        pad: 'same',
        activation: 'relu',
      }),
  ],
  ['max pooling', [[2, 8, 8, 5]], (x) => tf.maxPool(x as tf.Tensor4D, 2, 2, 'valid')],
  [
    'batch normalisation with relu6',
    [[3, 6, 5, 10], [10], [10]],
    (x, gamma, beta) =>
      batchNorm(x, gamma as tf.Tensor1D, beta as tf.Tensor1D, 1e-3, 'relu6', () => undefined),
  ],
];

describe.each([
  ['plain', false],
  ['relaxed', true],
] as const)('%s kernels', (_name, relaxed) => {
  let kernels: TrainingKernels;
  beforeAll(async () => {
    await selectBackend(tabHost, { choice: 'cpu' });
    const report = await selectBackend(tabHost, { choice: 'wasm' });
    expect(report).toMatchObject({ backend: 'wasm', fellBack: false });
    kernels = await installTabKernels({ relaxed });
    expect(kernels.fused).toBe(relaxed);
  });
  afterAll(() => kernels.uninstall());

  it.each(cases)('give the gradients of %s', async (_of, shapes, work) => {
    const wanted = await gradients('cpu', shapes, work);
    const got = await gradients('wasm', shapes, work);
    wanted.forEach((values, i) => {
      const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
      const worst = values.reduce((most, v, k) => Math.max(most, Math.abs(v - got[i][k])), 0);
      expect(worst / largest).toBeLessThan(1e-5);
    });
  });
});

it('refuse another backend', async () => {
  await selectBackend(tabHost, { choice: 'cpu' });
  await expect(installTabKernels()).rejects.toMatchObject({ code: 'backend-unavailable' });
});

it('say so when they cannot be fetched', async () => {
  await selectBackend(tabHost, { choice: 'wasm' });
  vi.stubGlobal('fetch', () => Promise.resolve(new Response(null, { status: 404 })));
  try {
    await expect(installTabKernels()).rejects.toMatchObject({
      code: 'backend-unavailable',
      message: expect.stringMatching(/kernels-(plain|relaxed).*is 404/) as string,
    });
  } finally {
    vi.unstubAllGlobals();
  }
});
