// Matrix products against plain cpu, in both builds.
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TrainingKernels } from '../install';
import { expectSame, startTrainingWasm } from '../testing';

describe.each(['plain', 'relaxed'] as const)('matrix products, %s', (build) => {
  let kernels: TrainingKernels;
  beforeAll(async () => {
    kernels = await startTrainingWasm(build);
  });
  afterAll(() => kernels.uninstall());

  it.each([
    [[4, 6], [4, 10], true, false],
    [[300, 7], [300, 3], true, false],
    [[1, 5, 2], [1, 5, 9], true, false],
    [[2, 5, 3], [2, 5, 4], true, false],
    [[6, 4], [4, 10], false, false],
    [[6, 4], [10, 4], false, true],
    [[10, 4], [6, 4], false, true],
    [[3, 700], [20, 700], false, true],
    [[20, 700], [3, 700], false, true],
    [[6, 700], [6, 700], false, true],
    [[1, 5], [9, 5], false, true],
    [[9, 5], [1, 5], false, true],
    [[6, 0], [10, 0], false, true],
    [[0, 6], [0, 10], true, false],
    [[1, 5, 1030], [1, 1030, 1020], false, false],
    [[64, 1024], [1024, 1024], false, false],
    [[65, 1024], [1024, 1024], false, false],
    [[64, 40000], [40000, 30], false, false],
    [[4, 6], [10, 4], true, true],
  ])('multiply %j by %j, transposed %s and %s', async (a, b, transposeA, transposeB) => {
    await expectSame([a, b], (x, y) => tf.matMul(x, y, transposeA, transposeB));
  });

  it.each([
    [[6, 4], [10, 5], false, true],
    [[4, 6], [5, 10], true, false],
    [[8, 1024], [1030, 1024], false, false],
  ])('do not multiply %j by %j, transposed %s and %s', async (a, b, transposeA, transposeB) => {
    await tf.setBackend('wasm');
    const multiply = () => tf.matMul(tf.zeros(a), tf.zeros(b), transposeA, transposeB);
    expect(() => tf.tidy(multiply)).toThrow(/inner shapes/);
  });
});
