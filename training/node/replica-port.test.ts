// Data-parallel training on real threads of Node.
import { expect, it } from 'vitest';
import type { CoreError } from '../../src/core/errors';
import type { NetworkConfig } from '../../src/core/train/networks/create-network';
import { ReplicaGroup, type GroupOptions } from '../../src/core/train/replicas/group';
import { tinyNetworks, trainTiny } from '../../src/core/train/testing';
import { openReplicaThread, sharedFloats, threads } from './replica-port';

const setup = { backend: 'wasm', relaxed: true } as const;
const train = (replicas: number, group: Partial<GroupOptions> = {}) =>
  trainTiny({
    network: tinyNetworks.normalised,
    replicas,
    open: () => openReplicaThread(setup),
    group: { ...threads, ...group },
  });

it('has the same result, to the bit, with any number of threads, shared memory or messages', async () => {
  const one = await train(1);
  expect(one.backend).toBe('wasm');
  expect(await train(2)).toEqual(one);
  expect(await train(2, { share: null })).toEqual(one);
});

it('replaces a thread that dies in the middle of a run, with the same result', async () => {
  const whole = await train(2);
  const replaced: CoreError[] = [];
  const opened: { kill(): void }[] = [];
  const result = await trainTiny({
    network: tinyNetworks.normalised,
    replicas: 2,
    open: () => {
      const port = openReplicaThread(setup);
      let die: (reason: string) => void = () => undefined;
      opened.push({
        // As the port itself tells of a thread that ended without being told to.
        kill: () => {
          void port.close();
          die('killed');
        },
      });
      return {
        ...port,
        listen: (onMessage, onDeath) => {
          die = onDeath;
          port.listen(onMessage, onDeath);
        },
      };
    },
    group: { ...threads, onReplaced: (reason) => replaced.push(reason) },
    onStep: (step) => {
      if (step === 3) opened[1].kill();
    },
  });
  expect(result).toEqual(whole);
  expect(replaced).toMatchObject([{ code: 'worker-died', message: 'killed' }]);
  expect(opened).toHaveLength(3);
});

it('says that memory is full, and goes on with a fresh thread', async () => {
  const network: NetworkConfig = {
    kind: 'perceptron',
    features: 1,
    hidden: 30_000,
    labels: 2,
    inputDropout: 0,
    hiddenDropout: 0,
  };
  const weights = sharedFloats(4 * 30_000 + 2).fill(0.01);
  const group = new ReplicaGroup({
    network,
    replicas: 1,
    open: () => openReplicaThread(setup),
    values: { weights, moving: new Float32Array(0) },
    limitMs: 30_000,
    ...threads,
  });
  const batch = (rows: number) => ({
    rows,
    xs: new Float32Array(rows).fill(1),
    targets: new Float32Array(2 * rows).fill(0.5),
    rowWeights: new Float32Array(rows).fill(1),
    seed: '',
  });
  try {
    // 35 790 × 30 000 float32 are 4 GiB less 0.2 MiB: asked for, but never touched.
    await expect(group.gradient([batch(35_790)])).rejects.toMatchObject({
      code: 'out-of-memory',
      message: expect.stringMatching(/wasm heap is full: 409\d MiB more/) as string,
    });
    const { loss } = await group.gradient([batch(3)]);
    expect(loss).toBeCloseTo(Math.log(2), 4);
    expect(group.heapBytes).toBeGreaterThan(0);
  } finally {
    await group.close();
  }
});

it('says why a backend cannot be had', async () => {
  const open = () => openReplicaThread({ ...setup, backend: 'webgl' });
  await expect(train(1, { open })).rejects.toMatchObject({
    code: 'backend-unavailable',
    message: 'Node has no WebGL; use webgpu, wasm or cpu.',
  });
});
