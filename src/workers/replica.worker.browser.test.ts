// Data-parallel training with real workers in Chromium.
import { backend as tfjsBackend } from '@tensorflow/tfjs-core';
import { expect, it, vi } from 'vitest';
import type { CoreError } from '../core/errors';
import type { NetworkConfig } from '../core/train/networks/create-network';
import { ReplicaGroup, type GroupOptions } from '../core/train/replicas/group';
import { tinyNetworks, trainTiny } from '../core/train/testing';
import { loadCpu } from '../engine/cpu';
import { startReplicaHost } from './replica-host';
import { openReplicaWorker, sharedFloats, tabThreads, type ReplicaWorker } from './replica-port';
import workerUrl from './replica.worker.ts?worker&url';
import { tabHost } from './tab-host';

const network = tinyNetworks.normalised;
const createWorker = () => new Worker(workerUrl, { type: 'module' });

const train = (replicas: number, group: Partial<GroupOptions> = {}) =>
  trainTiny({
    network,
    replicas,
    open: () => openReplicaWorker('wasm', createWorker),
    group: { ...tabThreads(crossOriginIsolated), ...group },
  });

it('has the same result, to the bit, with two workers as with one', async () => {
  const one = await train(1);
  expect(one.backend).toBe('wasm');
  expect(one.losses[5]).toBeLessThan(one.losses[0]);
  expect(await train(2)).toEqual(one);
});

// The page is not isolated; a flag (vite.config.ts) lets workers share memory all the same.
it('has the same result with messages as in shared memory', async () => {
  expect(tabThreads(crossOriginIsolated).share).toBeNull();
  const sent = await train(2, { share: null });
  expect(await train(2, { share: sharedFloats })).toEqual(sent);
});

it('replaces a worker that was killed in the middle of a run, with the same result', async () => {
  const whole = await train(1);
  const workers: Worker[] = [];
  const replaced: CoreError[] = [];
  const result = await trainTiny({
    network,
    // One, so that the killed one is sure to be given the next job.
    replicas: 1,
    open: () =>
      openReplicaWorker('wasm', () => {
        workers.push(createWorker());
        return workers.at(-1)!;
      }),
    // A worker that is killed says nothing: only time tells.
    group: { limitMs: 15_000, onReplaced: (reason) => replaced.push(reason) },
    onStep: (step) => {
      if (step === 3) workers[0].terminate();
    },
  });
  expect(result).toEqual(whole);
  expect(workers).toHaveLength(2);
  expect(replaced).toMatchObject([{ code: 'timeout' }]);
});

const wide: NetworkConfig = {
  kind: 'perceptron',
  features: 1,
  hidden: 30_000,
  labels: 2,
  inputDropout: 0,
  hiddenDropout: 0,
};

function openGroup(createOne: () => ReplicaWorker, config: NetworkConfig = wide) {
  const weights = new Float32Array(4 * 30_000 + 2).fill(0.01);
  const replaced: CoreError[] = [];
  const group = new ReplicaGroup({
    network: config,
    replicas: 1,
    open: () => openReplicaWorker('wasm', createOne),
    values: { weights, moving: new Float32Array(0) },
    limitMs: 30_000,
    onReplaced: (reason) => replaced.push(reason),
    ...tabThreads(false),
  });
  return { group, replaced };
}

const batch = (rows: number) => ({
  rows,
  xs: new Float32Array(rows).fill(1),
  targets: new Float32Array(2 * rows).fill(0.5),
  rowWeights: new Float32Array(rows).fill(1),
  seed: '',
});

// 35 790 × 30 000 float32 are 4 GiB less 0.2 MiB; 40 000 × 30 000
// are more than an address can say. Neither is ever touched.
it.each([35_790, 40_000])(
  'says that memory is full at %i rows, and goes on with a fresh worker',
  async (rows) => {
    const { group, replaced } = openGroup(createWorker);
    try {
      await expect(group.gradient([batch(rows)])).rejects.toMatchObject({
        name: 'CoreError',
        code: 'out-of-memory',
        message: expect.stringMatching(/wasm heap is full: \d{4} MiB more/) as string,
      });
      expect(replaced).toHaveLength(2);
      const { loss } = await group.gradient([batch(3)]);
      expect(loss).toBeCloseTo(Math.log(2), 4);
    } finally {
      await group.close();
    }
  },
);

it('reports a worker whose script fails, after a second try', async () => {
  const broken = URL.createObjectURL(new Blob(['throw new Error("broken")']));
  const { group, replaced } = openGroup(() => new Worker(broken));
  await expect(group.backend()).rejects.toMatchObject({
    code: 'worker-died',
    message: expect.stringContaining('broken') as string,
  });
  expect(replaced).toHaveLength(1);
  await group.close();
});

it('reports a backend that cannot be had, from the worker', async () => {
  const { group } = openGroup(() => {
    const worker = createWorker();
    // No such name: nothing is tried under it.
    worker.postMessage({ kind: 'start', backend: 'abacus' });
    return Object.assign(worker, { postMessage: () => undefined }) as ReplicaWorker;
  });
  await expect(group.backend()).rejects.toMatchObject({ code: 'backend-unavailable' });
  await group.close();
});

it('does not train on another backend than the one asked for', async () => {
  await expect(startReplicaHost({ cpu: loadCpu }, 'webgl', vi.fn())).rejects.toMatchObject({
    code: 'backend-unavailable',
    message: 'webgl is unavailable here: this host does not bring it',
  });
});

it('tells when the GPU is lost', async () => {
  const onLost = vi.fn();
  const host = await startReplicaHost(tabHost, 'webgl', onLost);
  expect(host).toMatchObject({ backend: 'webgl' });
  expect(host.heapBytes()).toBe(0);
  const { gpgpu } = tfjsBackend() as unknown as { gpgpu: { gl: WebGL2RenderingContext } };
  gpgpu.gl.getExtension('WEBGL_lose_context')!.loseContext();
  await expect.poll(() => onLost).toHaveBeenCalledWith('the WebGL context was lost');
});
