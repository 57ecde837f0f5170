import '@tensorflow/tfjs-layers';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { useCpuBackend } from '../../testing';
import { crossEntropy } from './cross-entropy';

beforeAll(useCpuBackend);

const logits = () => tf.tensor2d([0, 0, Math.log(3), 0, -2, 5], [3, 2]);
const targets = () => tf.tensor2d([1, 0, 0.5, 0.5, 0.1, 0.9], [3, 2]);
const weights = () => tf.tensor1d([1, 2, 0]);

it('is the weighed sum over rows', () => {
  tf.tidy(() => {
    // ln 2, and twice the mean of −ln ¾ and −ln ¼.
    const wanted = Math.log(2) - (Math.log(3 / 4) + Math.log(1 / 4));
    expect(crossEntropy(logits(), targets(), weights()).dataSync()[0]).toBeCloseTo(wanted, 6);
  });
});

it('has weight · (softmax − target) for a gradient', () => {
  tf.tidy(() => {
    const loss = (z: tf.Tensor) => crossEntropy(z as tf.Tensor2D, targets(), weights());
    const gradient = tf.grad(loss)(logits()).dataSync();
    [-0.5, 0.5, 0.5, -0.5, 0, 0].forEach((value, i) => expect(gradient[i]).toBeCloseTo(value, 6));
  });
});

it('passes on what stands before it in the chain, and leaves no tensor behind', () => {
  const z = logits();
  const before = tf.memory().numTensors;
  tf.tidy(() => {
    const loss = (x: tf.Tensor) =>
      tf.mul(crossEntropy(x as tf.Tensor2D, targets(), weights()), 3) as tf.Scalar;
    expect(tf.grad(loss)(z).dataSync()[0]).toBeCloseTo(-1.5, 6);
  });
  expect(tf.memory().numTensors).toBe(before);
  z.dispose();
});

it('is finite where a softmax is exactly 0', () => {
  tf.tidy(() => {
    const far = tf.tensor2d([500, -500], [1, 2]);
    const wrong = tf.tensor2d([0, 1], [1, 2]);
    const loss = (z: tf.Tensor) => crossEntropy(z as tf.Tensor2D, wrong, tf.ones([1]));
    expect(loss(far).dataSync()[0]).toBe(1000);
    expect([...tf.grad(loss)(far).dataSync()]).toEqual([1, -1]);
  });
});
