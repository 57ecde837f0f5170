import { memory } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { seededRandom } from '../random';
import { expectNoLeak, useCpuBackend } from '../testing';
import { parseTrainConfig, type TrainConfig } from './config';
import { fitHead, type FeatureSet, type FitState } from './fit';

const config: TrainConfig = {
  name: 'test',
  version: '1',
  why: 'test',
  seed: 3,
  preprocess: { sizePx: 32, resize: 'area', range: [-1, 1], crop: 'centre-square' },
  trunk: { lastBlock: 1, taps: ['Conv1_relu'] },
  views: {
    augmented: 0,
    augment: { turns: false, zoom: 0, brightness: 0, contrast: 0, saturation: 0, tint: 0 },
  },
  head: { hidden: 6, inputDropout: 0.1, hiddenDropout: 0.1 },
  fit: { epochs: 4, batchSize: 16, learningRate: 0.02, weightDecay: 0.1, labelSmoothing: 0.05 },
  thresholds: { attendSpecificity: 0.86, quietSensitivity: 0.95 },
  stored: 'float16',
};

// Malignant rows lie to one side along the first feature.
function blobs(rows: number, seed: number, scale = 1): FeatureSet {
  const random = seededRandom(seed);
  const data = Array.from({ length: rows }, (_, i) =>
    [i % 2 ? 1.2 : -1.2, 0, 0].map((centre) => scale * (centre + random.normal())),
  );
  return {
    rows,
    features: 3,
    read: (i, target) => target.set(data[i]),
    isMalignant: (i) => i % 2 === 1,
  };
}

const run = (over: Partial<Parameters<typeof fitHead>[0]> = {}) =>
  fitHead({
    config,
    train: blobs(120, 1),
    val: blobs(60, 2),
    onEpoch: () => undefined,
    clock: () => 0,
    ...over,
  });

beforeAll(useCpuBackend);

describe('fitHead', () => {
  it('learns what can be learned, and leaves no tensor behind', async () => {
    const state = await expectNoLeak(() => run());
    expect(state.best.valAuroc).toBeGreaterThan(0.9);
    expect(state.history.map(({ epoch }) => epoch)).toEqual([1, 2, 3, 4]);
    expect(state.history[3].loss).toBeLessThan(state.history[0].loss);
  });

  it('resumed after any epoch, ends bit for bit where an unbroken run ends', async () => {
    const states: FitState[] = [];
    const whole = await run({ onEpoch: (state) => void states.push(state) });
    for (const from of states.slice(0, 3)) {
      const resumed = await run({ from });
      expect(resumed).toEqual(whole);
    }
  });

  it('keeps the weights of the best epoch, not the last', async () => {
    const states: FitState[] = [];
    // A huge learning rate makes later epochs jump about.
    const wild = { ...config, fit: { ...config.fit, epochs: 8, learningRate: 3 } };
    const last = await run({ config: wild, onEpoch: (state) => void states.push(state) });
    const scores = states.map(({ history }) => history[history.length - 1].valAuroc);
    const best = scores.indexOf(Math.max(...scores));
    expect(last.best).toMatchObject({ epoch: best + 1, valAuroc: scores[best] });
    expect(last.best.weights).toEqual(states[best].weights);
  });

  it('stops after the running epoch when asked', async () => {
    const stop = { aborted: false };
    const state = await run({ stop, onEpoch: () => void (stop.aborted = true) });
    expect(state.epoch).toBe(1);
  });

  it('stops when only the last step of an epoch blew the weights up', async () => {
    const wild = { ...config, fit: { ...config.fit, batchSize: 120, learningRate: 3e38 } };
    await expect(run({ config: wild })).rejects.toMatchObject({ code: 'training-diverged' });
  });

  it('stops on a loss that is not finite, naming where, with the last good state kept', async () => {
    const good: FitState[] = [];
    let reads = 0;
    const train = blobs(120, 1);
    const spoiled: FeatureSet = {
      ...train,
      read: (i, target) => (++reads > 150 ? target.fill(NaN) : train.read(i, target)),
    };
    const before = memory().numTensors;
    await expect(
      run({ train: spoiled, onEpoch: (state) => void good.push(state) }),
    ).rejects.toMatchObject({ code: 'training-diverged' });
    expect(good).toHaveLength(1);
    expect(good[0].weights.every((w) => w.every(Number.isFinite))).toBe(true);
    // The failing step's own tensors may still wait for the collector of `tidy`; the
    // head and the optimizer must be gone.
    expect(memory().numTensors - before).toBeLessThanOrEqual(0);
  });
});

describe('parseTrainConfig', () => {
  it('takes a good one', () => {
    expect(parseTrainConfig(config)).toEqual(config);
  });

  it('names every mistake at once', () => {
    const bad = { ...config, seed: 'x', fit: { ...config.fit, epochs: 0, typo: 1 } };
    expect(() => parseTrainConfig(bad)).toThrow(/seed: .*fit\.epochs: .*fit\.typo: /s);
  });

  it('does not let a trunk reach the layers that were tuned on lesions', () => {
    const deep = { ...config, trunk: { lastBlock: 15, taps: ['block_15_add'] } };
    expect(() => parseTrainConfig(deep)).toThrow(/trunk\.lastBlock/);
  });
});
