import '@tensorflow/tfjs-layers';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { seededRandom } from '../../random';
import { useCpuBackend } from '../../testing';
import { convolution, depthwiseConvolution, type ConvolutionOptions } from './convolution';

type Forward = (...inputs: tf.Tensor[]) => tf.Tensor;

beforeAll(useCpuBackend);

const drawn = (shapes: readonly number[][]) =>
  shapes.map((shape, i) => {
    const random = seededRandom('convolution', i);
    const size = tf.util.sizeFromShape(shape);
    return tf.tensor(
      Float32Array.from({ length: size }, () => random.normal()),
      shape,
    );
  });

/** Output and the gradients of Σ wave · output by all inputs. */
async function outputAndGradients(forward: Forward, inputs: tf.Tensor[]) {
  const before = tf.memory().numTensors;
  const loss = (...args: tf.Tensor[]) => {
    const y = forward(...args);
    return tf.sum(tf.mul(y, tf.reshape(tf.cos(tf.range(0, y.size)), y.shape))) as tf.Scalar;
  };
  const found = [tf.tidy(() => forward(...inputs)), ...tf.grads(loss as never)(inputs)];
  expect(tf.memory().numTensors).toBe(before + found.length);
  const values = await Promise.all(found.map((one) => one.data<'float32'>()));
  tf.dispose(found);
  return values;
}

async function expectSame(ours: Forward, tfs: Forward, shapes: readonly number[][]) {
  const inputs = drawn(shapes);
  const got = await outputAndGradients(ours, inputs);
  const wanted = await outputAndGradients(tfs, inputs);
  tf.dispose(inputs);
  expect(got).toHaveLength(wanted.length);
  wanted.forEach((values, i) => {
    expect(got[i]).toHaveLength(values.length);
    values.forEach((value, k) => expect(got[i][k]).toBeCloseTo(value, 4));
  });
}

const activations = {
  linear: <T extends tf.Tensor>(x: T) => x,
  relu: tf.relu,
  // Not tf.relu6, whose gradient tfjs takes for one at 6.
  relu6: <T extends tf.Tensor>(x: T) => tf.clipByValue(x, 0, 6),
};

const options: ConvolutionOptions[] = [
  { strides: 1, pad: 'same', activation: 'linear' },
  { strides: 2, pad: 'same', activation: 'relu' },
  { strides: 1, pad: 'valid', activation: 'relu6' },
  { strides: 2, pad: 'valid', activation: 'relu6' },
];

describe.each(options)('with strides $strides, padding $pad, $activation', (how) => {
  const activate = activations[how.activation];

  it('convolves as tfjs does, with its gradients', async () => {
    await expectSame(
      (x, kernel, bias) =>
        convolution(x as tf.Tensor4D, kernel as tf.Tensor4D, bias as tf.Tensor1D, how),
      (x, kernel, bias) =>
        activate(
          tf.add(tf.conv2d(x as tf.Tensor4D, kernel as tf.Tensor4D, how.strides, how.pad), bias),
        ),
      [[2, 7, 6, 3], [3, 3, 3, 4], [4]],
    );
  });

  it('convolves depthwise as tfjs does, with its gradients', async () => {
    await expectSame(
      (x, kernel, bias) =>
        depthwiseConvolution(x as tf.Tensor4D, kernel as tf.Tensor4D, bias as tf.Tensor1D, how),
      (x, kernel, bias) =>
        activate(
          tf.add(
            tf.depthwiseConv2d(x as tf.Tensor4D, kernel as tf.Tensor4D, how.strides, how.pad),
            bias,
          ),
        ),
      [[2, 7, 6, 3], [3, 3, 3, 1], [3]],
    );
  });
});

it('does without a bias', async () => {
  const how: ConvolutionOptions = { strides: 1, pad: 'same', activation: 'relu' };
  await expectSame(
    (x, kernel) => convolution(x as tf.Tensor4D, kernel as tf.Tensor4D, null, how),
    (x, kernel) => tf.relu(tf.conv2d(x as tf.Tensor4D, kernel as tf.Tensor4D, 1, 'same')),
    [
      [1, 5, 5, 2],
      [3, 3, 2, 3],
    ],
  );
});

it('computes no gradient for the input of the first layer', async () => {
  const [x, kernel] = drawn([
    [1, 5, 5, 2],
    [3, 3, 2, 3],
  ]) as tf.Tensor4D[];
  const how = { strides: 1, pad: 'same', activation: 'linear', isFirst: true } as const;
  const loss = (k: tf.Tensor) => tf.sum(convolution(x, k as tf.Tensor4D, null, how));
  const { kernelNames } = await tf.profile(() => tf.grad(loss)(kernel));
  expect(kernelNames).toContain('Conv2DBackpropFilter');
  expect(kernelNames).not.toContain('Conv2DBackpropInput');
});
