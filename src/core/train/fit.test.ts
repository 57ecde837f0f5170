import { memory } from '@tensorflow/tfjs-core';
import * as v from 'valibot';
import { beforeAll, describe, expect, it } from 'vitest';
import { memorySource } from '../data/memory-source';
import { seededRandom } from '../random';
import { useCpuBackend } from '../testing';
import { createCallbacks } from './callbacks/create-callbacks';
import { RunControl } from './control';
import { DivergedError } from './diverged';
import { fit, type FitRun } from './fit';
import { fitSchema } from './fit-config';
import type { FitState } from './fit-state';
import { classesOf } from '../data/classes';
import { metricsOf, logitsOf } from './judge';
import { createNetwork, type NetworkConfig } from './networks/create-network';
import { createOptimizer } from './optimizers/create-optimizer';
import { layOut } from './parameters';
import { ReplicaGroup } from './replicas/group';
import { openLocalReplica } from './replicas/local';
import { initialValues } from './values';

const perceptron: NetworkConfig = {
  kind: 'perceptron',
  features: 3,
  hidden: 6,
  labels: 2,
  inputDropout: 0.1,
  hiddenDropout: 0.1,
};

// Malignant rows lie to one side along the first feature.
function blobs(rows: number, seed: number, spoiledFrom = Infinity) {
  const random = seededRandom(seed);
  const data = Array.from({ length: rows }, (_, i) =>
    [i % 2 ? 1.2 : -1.2, 0, 0].map((centre) => centre + random.normal()),
  );
  let reads = 0;
  return memorySource({
    rows,
    shape: [3],
    labels: 2,
    labelOf: (row) => row % 2,
    write: ({ row }, target) => {
      if (++reads > spoiledFrom) target.fill(NaN);
      else target.set(data[row]);
    },
  });
}

const base = {
  epochs: 4,
  batchSize: 16,
  microBatch: 5,
  learningRate: 0.02,
  optimizer: { kind: 'adamw', weightDecay: 0.1 },
  schedule: { kind: 'cosine', warmUpSteps: 3 },
  labelSmoothing: 0.05,
  callbacks: [
    { kind: 'weight-average', momentum: 0.8 },
    {
      kind: 'reduce-lr-on-plateau',
      monitor: 'valLoss',
      direction: 'min',
      patience: 1,
      factor: 0.5,
    },
    {
      kind: 'early-stopping',
      monitor: 'valAuroc',
      direction: 'max',
      patience: 9,
      restoreBestWeights: true,
    },
  ],
};

interface Over {
  config?: object;
  replicas?: number;
  network?: NetworkConfig;
  source?: ReturnType<typeof blobs>;
  more?: Partial<FitRun>;
}

async function run({
  config = {},
  replicas = 1,
  network = perceptron,
  source,
  more = {},
}: Over = {}) {
  const parsed = v.parse(fitSchema, { ...base, ...config });
  const net = createNetwork(network);
  const values = initialValues(net, 3);
  const group = new ReplicaGroup({
    network,
    replicas,
    open: () => openLocalReplica({ backend: 'cpu', detail: '', heapBytes: () => 0 }),
    values,
    share: null,
    limitMs: 1e6,
    after: () => () => undefined,
  });
  const train = source ?? blobs(120, 1);
  const val = blobs(60, 2);
  try {
    const end = await fit({
      config: parsed,
      seed: 3,
      source: train,
      labels: Array.from({ length: train.rows }, (_, row) => row % 2),
      views: 1,
      values,
      replicas: group,
      optimizer: createOptimizer(parsed.optimizer, layOut(net.parameters)),
      callbacks: createCallbacks(parsed.callbacks, {
        initialWeights: values.all.slice(),
        saver: () => () => undefined,
        sink: () => ({ cut: () => '', append: () => undefined }),
      }),
      judge: async () =>
        metricsOf(
          await logitsOf(val, group, { rowsAtOnce: 32, replicas }),
          classesOf('target'),
          (row) => row % 2 === 1,
        ),
      control: new RunControl(),
      save: () => undefined,
      saveEverySeconds: Infinity,
      clock: () => 0,
      ...more,
    });
    return { ...end, values: values.all };
  } finally {
    await group.close();
  }
}

beforeAll(useCpuBackend);

describe('fit', () => {
  it('learns what can be learned, and leaves no tensor behind', async () => {
    const before = memory().numTensors;
    const { state, reason } = await run();
    expect(memory().numTensors).toBe(before);
    expect(reason).toBe('all epochs done');
    expect(state.history.map(({ epoch }) => epoch)).toEqual([1, 2, 3, 4]);
    const { loss } = state.history[3].metrics;
    expect(loss).toBeLessThan(state.history[0].metrics.loss);
    expect(state.history[3].metrics.valAuroc).toBeGreaterThan(0.9);
  });

  it('resumed after any step, ends bit for bit where an unbroken run ends', async () => {
    const states: FitState[] = [];
    const whole = await run({
      more: { saveEverySeconds: 0, save: (state) => void states.push(state) },
    });
    // 8 steps and one more state an epoch.
    expect(states).toHaveLength(4 * 9);
    for (const i of [0, 4, 7, 8, 9, 20, 35]) {
      expect(await run({ more: { from: structuredClone(states[i]) } })).toEqual(whole);
    }
  });

  it('tells of an epoch before saving it, so that a kill between loses none', async () => {
    const told: string[] = [];
    const whole = await run({
      more: {
        onEpoch: ({ epoch }) => void told.push(`told ${epoch}`),
        save: ({ epoch }) => void told.push(`saved ${epoch}`),
      },
    });
    expect(told.slice(0, 4)).toEqual(['told 1', 'saved 1', 'told 2', 'saved 2']);
    expect(whole.state.epoch).toBe(4);
  });

  it('has the same result, to the bit, with any number of replicas', async () => {
    const one = await run();
    expect(await run({ replicas: 3 })).toEqual(one);
  });

  it('has nearly the same result however a batch is cut', async () => {
    const network = { ...perceptron, inputDropout: 0, hiddenDropout: 0 } as NetworkConfig;
    const whole = await run({ network, config: { microBatch: 16 } });
    const cut = await run({ network });
    whole.values.forEach((value, i) => expect(cut.values[i]).toBeCloseTo(value, 4));
  });

  it('keeps what callbacks made of the values: average and best epoch', async () => {
    const plain = await run({ config: { callbacks: [] } });
    const averaged = await run({ config: { callbacks: [{ kind: 'weight-average' }] } });
    expect(averaged.values).not.toEqual(plain.values);
    // What is judged is the average, what training goes on from is not.
    expect(averaged.state.values).toEqual(plain.state.values);
    expect(averaged.state.history[0].metrics).not.toEqual(plain.state.history[0].metrics);
    expect(averaged.state.history[0].metrics.loss).toBe(plain.state.history[0].metrics.loss);
  });

  it('stops after the running step when told to, and resumes to the same end', async () => {
    const whole = await run();
    const control = new RunControl();
    const saved: FitState[] = [];
    const stopped = await run({
      more: {
        control,
        save: (state) => void saved.push(state),
        onStep: ({ epoch, step }) => {
          if (epoch === 1 && step === 3) control.stop();
        },
      },
    });
    expect(stopped.reason).toBe('stopped');
    expect(saved.at(-1)).toMatchObject({ epoch: 1, step: 3 });
    expect(await run({ more: { from: saved.at(-1) } })).toEqual(whole);
  });

  it('waits while paused', async () => {
    const control = new RunControl();
    const steps: number[] = [];
    const going = run({
      more: {
        control,
        onStep: ({ epoch, step }) => {
          steps.push(step);
          if (epoch === 0 && step === 2) control.pause();
        },
      },
    });
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(steps).toEqual([1, 2]);
    expect(control.paused).toBe(true);
    control.goOn();
    expect((await going).state.epoch).toBe(4);
  });

  it('ends a paused run when told to stop', async () => {
    const control = new RunControl();
    control.pause();
    const going = run({ more: { control } });
    await new Promise((resolve) => setTimeout(resolve, 20));
    control.stop();
    expect(await going).toMatchObject({ reason: 'stopped', state: { epoch: 0, step: 0 } });
  });

  it('ends when a callback says so, and a resumed run knows it', async () => {
    const callbacks = [{ kind: 'early-stopping', monitor: 'loss', direction: 'max', patience: 1 }];
    const ended = await run({ config: { callbacks } });
    expect(ended.state.epoch).toBe(2);
    expect(ended.reason).toContain('loss');
    const again = await run({ config: { callbacks }, more: { from: ended.state } });
    expect(again).toEqual(ended);
  });

  it('stops on a loss that is not finite, with the last good values', async () => {
    const control = new RunControl();
    const error = await run({ source: blobs(120, 1, 150), more: { control } }).catch((e) => e);
    expect(error).toBeInstanceOf(DivergedError);
    expect(error).toMatchObject({ code: 'training-diverged' });
    expect(error.message).toMatch(/loss became NaN in epoch 2, step \d/);
    expect(error.good.every(Number.isFinite)).toBe(true);
  });

  it('stops when only the last step of an epoch blew the weights up', async () => {
    const config = {
      batchSize: 120,
      microBatch: 60,
      learningRate: 3e38,
      schedule: { kind: 'constant' },
    };
    await expect(run({ config: { ...config, callbacks: [] } })).rejects.toBeInstanceOf(
      DivergedError,
    );
  });

  it('refuses a state of another network or of other callbacks', async () => {
    const { state } = await run();
    const bigger = { ...perceptron, hidden: 7 } as NetworkConfig;
    await expect(run({ network: bigger, more: { from: state } })).rejects.toThrow(/values for a/);
    const callbacks = [{ kind: 'csv-log' }];
    await expect(run({ config: { callbacks }, more: { from: state } })).rejects.toThrow(
      /holds nothing of csv-log/,
    );
  });

  it('weighs classes', async () => {
    const even = await run({ config: { classWeights: [1, 1] } });
    expect(even).toEqual(await run());
    const tilted = await run({ config: { classWeights: [1, 20] } });
    expect(tilted.state.history[3].metrics.valAccuracy).toBeLessThan(
      even.state.history[3].metrics.valAccuracy,
    );
  });
});
