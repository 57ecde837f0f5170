import '@tensorflow/tfjs-layers';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { seededRandom } from '../../random';
import { useCpuBackend } from '../../testing';
import { batchNorm, type BatchMoments } from './batch-norm';

const EPSILON = 1e-3;

beforeAll(useCpuBackend);

const shapes = [[3, 4, 5, 2], [2], [2]];

function drawn(): tf.Tensor[] {
  return shapes.map((shape, i) => {
    const random = seededRandom('batch-norm', i);
    const size = tf.util.sizeFromShape(shape);
    return tf.tensor(
      Float32Array.from({ length: size }, () => 1 + 2 * random.normal()),
      shape,
    );
  });
}

const ours =
  (activation: 'linear' | 'relu' | 'relu6', take: (m: BatchMoments) => void = () => undefined) =>
  (x: tf.Tensor, gamma: tf.Tensor, beta: tf.Tensor) =>
    batchNorm(x, gamma as tf.Tensor1D, beta as tf.Tensor1D, EPSILON, activation, take);

/** The same as a chain of tfjs operations, with their gradients. */
function chain(activation: 'linear' | 'relu' | 'relu6') {
  return (x: tf.Tensor, gamma: tf.Tensor, beta: tf.Tensor) => {
    const { mean, variance } = tf.moments(x, [0, 1, 2]);
    const normal = tf.div(tf.sub(x, mean), tf.sqrt(tf.add(variance, EPSILON)));
    const y = tf.add(tf.mul(normal, gamma), beta);
    if (activation === 'linear') return y;
    return activation === 'relu' ? tf.relu(y) : tf.clipByValue(y, 0, 6);
  };
}

type Forward = ReturnType<typeof chain>;

// Weighed, for the sum of normalised values is always 0.
const lossOf = (forward: Forward) => (x: tf.Tensor, gamma: tf.Tensor, beta: tf.Tensor) => {
  const y = forward(x, gamma, beta);
  return tf.sum(tf.mul(y, tf.reshape(tf.cos(tf.range(0, y.size)), y.shape))) as tf.Scalar;
};

async function gradientsOf(forward: Forward, inputs: tf.Tensor[]): Promise<Float32Array[]> {
  const before = tf.memory().numTensors;
  const found = tf.grads(lossOf(forward) as never)(inputs) as tf.Tensor[];
  expect(tf.memory().numTensors).toBe(before + found.length);
  const values = await Promise.all(found.map((one) => one.data<'float32'>()));
  tf.dispose(found);
  return values;
}

describe.each(['linear', 'relu', 'relu6'] as const)('with %s', (activation) => {
  it('gives what a chain of tfjs operations gives, with its gradients', async () => {
    const inputs = drawn();
    const [x, gamma, beta] = inputs;
    const y = tf.tidy(() => ours(activation)(x, gamma, beta));
    const chained = tf.tidy(() => chain(activation)(x, gamma, beta));
    const wanted = [await chained.data(), ...(await gradientsOf(chain(activation), inputs))];
    const got = [await y.data(), ...(await gradientsOf(ours(activation), inputs))];
    wanted.forEach((values, i) =>
      values.forEach((value, k) => expect(got[i][k]).toBeCloseTo(value, 4)),
    );
    tf.dispose([inputs, y, chained]);
  });
});

it('agrees with finite differences', async () => {
  const inputs = drawn();
  const gradients = await gradientsOf(ours('linear'), inputs);
  const h = 1e-2;
  for (const [i, input] of inputs.entries()) {
    const values = input.dataSync();
    for (const at of [0, input.size >> 1, input.size - 1]) {
      const shifted = (by: number) =>
        tf.tidy(() => {
          const moved = tf.tensor(
            values.map((value, k) => (k === at ? value + by : value)),
            input.shape,
          );
          const [x, gamma, beta] = inputs.map((one, k) => (k === i ? moved : one));
          return lossOf(ours('linear'))(x, gamma, beta).dataSync()[0];
        });
      const difference = (shifted(h) - shifted(-h)) / (2 * h);
      expect(difference).toBeCloseTo(gradients[i][at], 2);
    }
  }
  tf.dispose(inputs);
});

it('shows mean and biased variance of each channel', () => {
  const x = tf.tensor([1, 10, 3, 10, 5, 10, 7, 10], [2, 2, 1, 2]);
  const [gamma, beta] = [tf.ones([2]), tf.zeros([2])];
  const seen: number[][] = [];
  tf.tidy(() =>
    ours('linear', ({ mean, variance }) =>
      seen.push([...mean.dataSync()], [...variance.dataSync()]),
    )(x, gamma, beta),
  );
  expect(seen).toEqual([
    [4, 10],
    [5, 0],
  ]);
  tf.dispose([x, gamma, beta]);
});

it('stays finite for a channel without any variance', async () => {
  const inputs = [tf.fill([2, 2, 2, 1], 3), tf.ones([1]), tf.ones([1])];
  const gradients = await gradientsOf(ours('relu6'), inputs);
  expect(gradients.flatMap((values) => [...values]).every(Number.isFinite)).toBe(true);
  tf.dispose(inputs);
});
