// Training where the GPU stores float16, as many phones' WebGL does. A file of its own:
// the flag holds for the whole page.
import {
  env,
  fill,
  getBackend,
  grads,
  memory,
  ones,
  setBackend,
  sum,
  type Scalar,
  type Tensor1D,
} from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { EPSILON } from '../core/model/mobilenet-v2';
import { batchNorm } from '../core/train/ops/batch-norm';
import { openLocalReplica } from '../core/train/replicas/local';
import { curveDifference, tinyNetworks, trainTiny } from '../core/train/testing';
import { selectBackend } from '../engine/select';
import { tabHost } from './tab-host';

const LIMIT_MS = 120_000;
const host = (backend: string) => ({ backend, detail: '', heapBytes: () => 0 });
const train = (network: keyof typeof tinyNetworks) =>
  trainTiny({
    network: tinyNetworks[network],
    open: () => openLocalReplica(host(getBackend())),
  });

beforeAll(async () => {
  await (await tabHost.webgl!()).register?.();
  env().set('WEBGL_FORCE_F16_TEXTURES', true);
});

describe.each(['folded', 'normalised', 'perceptron'] as const)('a tiny network, %s', (network) => {
  it(
    'trains in float16 without leaving the finite numbers',
    async () => {
      await selectBackend(tabHost, { choice: 'cpu' });
      const onCpu = await train(network);
      // Not by selectBackend: float16 does not pass its check.
      expect(await setBackend('webgl')).toBe(true);
      expect(getBackend()).toBe('webgl');
      const before = memory().numTensors;
      const { losses, values, backend } = await train(network);
      expect(backend).toBe('webgl');
      expect(memory().numTensors).toBe(before);
      expect(values.every(Number.isFinite)).toBe(true);
      const difference = curveDifference(losses, onCpu.losses);
      // Measured: 3e-4 to 2e-3; float16 keeps 5e-4. float32 would be below 1e-5.
      expect(difference).toBeLessThan(2e-2);
      expect(difference).toBeGreaterThan(5e-5);
    },
    LIMIT_MS,
  );
});

it.each([
  [EPSILON, true],
  // The guard this is about: too small for a float16, it is 0, and 1 / √0 is no number.
  [1e-9, false],
])('normalises a channel without any variance by ε = %d: finite is %s', async (epsilon, finite) => {
  await setBackend('webgl');
  const inputs = [fill([2, 4, 4, 3], 0.5), ones([3]), ones([3])];
  const [dx] = grads(
    (x, gamma, beta) =>
      sum(
        batchNorm(x, gamma as Tensor1D, beta as Tensor1D, epsilon, 'linear', () => undefined),
      ) as Scalar,
  )(inputs);
  expect((await dx.data()).every(Number.isFinite)).toBe(finite);
});
