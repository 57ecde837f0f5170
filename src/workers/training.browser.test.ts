// Training in real Chromium, on every backend it has; both GPUs are SwiftShader here
// (flags in vite.config.ts).
import {
  getBackend,
  grads,
  maxPool,
  memory,
  mul,
  sum,
  tensor4d,
  type Scalar,
  type Tensor4D,
} from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { convolution } from '../core/train/ops/convolution';
import { openLocalReplica } from '../core/train/replicas/local';
import { curveDifference, tinyNetworks, trainTiny, type TinyResult } from '../core/train/testing';
import type { BackendName } from '../engine/backend';
import { selectBackend } from '../engine/select';
import type { TrainingKernels } from '../engine/wasm/install';
import { installTabKernels } from './tab-kernels';
import { tabHost } from './tab-host';

// Measured: 2e-7 on wasm, 3e-7 on both GPUs. float32 keeps 6e-8, and steps spread a
// difference; float16 alone would be 3e-4 to 2e-3, a wrong gradient more.
const TOLERANCE = 2e-5;
// SwiftShader compiles every shader anew.
const LIMIT_MS = 120_000;

let kernels: TrainingKernels | null = null;

async function train(choice: BackendName, network: keyof typeof tinyNetworks, relaxed = true) {
  const report = await selectBackend(tabHost, { choice });
  expect(report).toMatchObject({ backend: choice, fellBack: false });
  kernels = choice === 'wasm' ? await installTabKernels({ relaxed }) : null;
  const host = { backend: getBackend(), detail: '', heapBytes: () => kernels?.heapBytes() ?? 0 };
  const before = memory().numTensors;
  const result = await trainTiny({
    network: tinyNetworks[network],
    open: () => openLocalReplica(host),
  });
  expect(memory().numTensors).toBe(before);
  expect(result.backend).toBe(choice);
  return result;
}

afterEach(() => {
  kernels?.uninstall();
  kernels = null;
});

describe.each(['folded', 'normalised', 'perceptron'] as const)('a tiny network, %s', (network) => {
  let onCpu: TinyResult;
  beforeAll(async () => {
    onCpu = await train('cpu', network);
  }, LIMIT_MS);

  it('learns on cpu', () => {
    expect(onCpu.losses).toHaveLength(6);
    expect(onCpu.losses[5]).toBeLessThan(onCpu.losses[0]);
  });

  it.each(['wasm', 'webgl', 'webgpu'] as const)(
    'has the same loss curve on %s',
    async (backend) => {
      const { losses } = await train(backend, network);
      expect(curveDifference(losses, onCpu.losses)).toBeLessThan(TOLERANCE);
    },
    LIMIT_MS,
  );

  it('has the same loss curve on wasm without fused multiply-add', async () => {
    const { losses } = await train('wasm', network, false);
    expect(kernels!.fused).toBe(false);
    expect(curveDifference(losses, onCpu.losses)).toBeLessThan(TOLERANCE);
  });
});

// The paper's network is too big for a software GPU; this is what it has besides.
it('gives the gradient of max pooling on every backend', async () => {
  const pool = async (choice: BackendName) => {
    const report = await selectBackend(tabHost, { choice });
    expect(report).toMatchObject({ backend: choice, fellBack: false });
    kernels = choice === 'wasm' ? await installTabKernels() : null;
    // Not by tf.cos, which is not the same on every backend.
    const wave = (shape: Tensor4D['shape']) => {
      const size = shape.reduce((product, side) => product * side, 1);
      return tensor4d(
        Float32Array.from({ length: size }, (_, i) => Math.cos(i)),
        shape,
      );
    };
    const inputs = [wave([2, 9, 9, 3]), wave([3, 3, 3, 5])];
    const options = { strides: 1, pad: 'valid', activation: 'relu' } as const;
    const loss = (x: Tensor4D, kernel: Tensor4D) => {
      const y = maxPool(convolution(x, kernel, null, options), 2, 2, 'valid');
      return sum(mul(y, wave(y.shape))) as Scalar;
    };
    const found = grads(loss as never)(inputs);
    return Promise.all(found.map(async (gradient) => [...(await gradient.data())]));
  };
  const wanted = await pool('cpu');
  for (const backend of ['wasm', 'webgl', 'webgpu'] as const) {
    const got = (await pool(backend)).flat();
    wanted.flat().forEach((value, i) => expect(got[i]).toBeCloseTo(value, 4));
    kernels?.uninstall();
    kernels = null;
  }
});
