import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import type { CallbackState } from './callback';
import { earlyStopping, earlyStoppingSchema, type EarlyStoppingConfig } from './early-stopping';

const parse = (settings: object) =>
  v.parse(earlyStoppingSchema, {
    kind: 'early-stopping',
    monitor: 'valLoss',
    direction: 'min',
    ...settings,
  });

const throughJson = ({ numbers, arrays }: CallbackState): CallbackState => ({
  numbers: JSON.parse(JSON.stringify(numbers)),
  arrays: Object.fromEntries(Object.entries(arrays).map(([name, a]) => [name, a.slice()])),
});

const logOf = (monitor: string, epoch: number, value: number) => ({
  epoch,
  steps: epoch,
  learningRate: 1,
  seconds: 1,
  metrics: { [monitor]: value },
});

/**
 * Epoch that the run ended after, and the weights it ended with. Epoch n makes all
 * weights n. With `cut`, goes on in a fresh callback after that many epochs.
 */
function trace(config: EarlyStoppingConfig, values: readonly number[], cut = -1) {
  const weights = new Float32Array(3);
  let stopped = false;
  const run = { weights, learningRate: 1, rateFactor: 1, stop: () => void (stopped = true) };
  let callback = earlyStopping(config);
  let epoch = 0;
  while (epoch < values.length && !stopped) {
    epoch++;
    weights.fill(epoch);
    void callback.onEpoch!(logOf(config.monitor, epoch, values[epoch - 1]), run);
    if (epoch === cut) {
      const state = throughJson(callback.state());
      callback = earlyStopping(config);
      callback.restore(state);
    }
  }
  void callback.onEnd!(run);
  return { stopped, epoch, weights: [...weights], bestEpoch: callback.bestEpoch };
}

// Keras's rule (tf_keras/callbacks.py, EarlyStopping) with its infinities and its epochs
// from 0. `kept`: epoch, from 1, whose weights the run ends with.
function keras(config: EarlyStoppingConfig, values: readonly number[]) {
  const down = config.direction === 'min';
  const minDelta = Math.abs(config.minDelta) * (down ? -1 : 1);
  const improvement = (value: number, reference: number) =>
    down ? value - minDelta < reference : value - minDelta > reference;
  let best = down ? Infinity : -Infinity;
  let bestWeights: number | null = null;
  let wait = 0;
  let stopped = false;
  let epoch = 0;
  for (; epoch < values.length; epoch++) {
    const current = values[epoch];
    if (epoch < config.startFromEpoch) continue;
    if (config.restoreBestWeights && bestWeights === null) bestWeights = epoch;
    wait += 1;
    if (improvement(current, best)) {
      best = current;
      if (config.restoreBestWeights) bestWeights = epoch;
      if (config.baseline === null || improvement(current, config.baseline)) wait = 0;
      continue;
    }
    if (wait >= config.patience && epoch > 0) {
      stopped = true;
      epoch++;
      break;
    }
  }
  const kept = bestWeights === null ? epoch : bestWeights + 1;
  return { stopped, epoch, weights: [kept, kept, kept] };
}

const anyConfig = fc
  .record({
    direction: fc.constantFrom('min', 'max'),
    patience: fc.integer({ min: 0, max: 5 }),
    minDelta: fc.constantFrom(0, 0.1, 0.25),
    baseline: fc.constantFrom(null, 0.2, 0.5, 0.8),
    restoreBestWeights: fc.boolean(),
    startFromEpoch: fc.constantFrom(0, 0, 1, 3, 100),
  })
  .map(parse);
const anyValues = fc.array(
  fc.oneof(
    { weight: 9, arbitrary: fc.integer({ min: 0, max: 20 }).map((n) => n / 20) },
    { weight: 1, arbitrary: fc.constant(NaN) },
  ),
  { minLength: 1, maxLength: 30 },
);

describe('earlyStopping', () => {
  // Worked by hand from the rules in MISSION §5.4: the epoch the run ends after, whether
  // stopped, and the epoch whose weights it ends with.
  it.each<[string, object, number[], [epoch: number, stopped: boolean, kept: number]]>([
    ['stops after patience epochs', { patience: 2 }, [5, 4, 4, 4, 3], [4, true, 4]],
    ['lets a tie count as none', { patience: 1 }, [5, 5, 1], [2, true, 2]],
    ['with patience 0, stops at the first failure', {}, [5, 4, 6, 1], [3, true, 3]],
    ['never stops in the first epoch', {}, [NaN, 4, 3], [3, false, 3]],
    ['but in the second', {}, [NaN, NaN, 3], [2, true, 2]],
    ['maximises when told to', { direction: 'max', patience: 1 }, [1, 2, 3, 3, 4], [4, true, 4]],
    ['asks for more than minDelta', { patience: 1, minDelta: 0.5 }, [5, 4, 3.5, 1], [3, true, 3]],
    [
      'brings back the best weights, the earliest of equals',
      { patience: 2, restoreBestWeights: true },
      [5, 3, 3, 4],
      [4, true, 2],
    ],
    [
      'brings them back when not stopped, too',
      { patience: 9, restoreBestWeights: true },
      [5, 3, 4],
      [3, false, 2],
    ],
    [
      'brings back the first weights when nothing was ever better',
      { patience: 2, restoreBestWeights: true },
      [NaN, NaN, NaN],
      [2, true, 1],
    ],
    [
      'runs out of patience below the baseline, improving all the while',
      { patience: 3, baseline: 1, restoreBestWeights: true },
      [9, 8, 7, 6, 6],
      [5, true, 4],
    ],
    [
      'goes on once the baseline is beaten',
      { patience: 3, baseline: 8 },
      [9, 9, 7, 7, 7, 7],
      [6, true, 6],
    ],
    [
      'does not look at the epochs before startFromEpoch',
      { startFromEpoch: 2, restoreBestWeights: true },
      [1, 1, 5, 4, 4],
      [5, true, 4],
    ],
    [
      'keeps the last weights when it never looked',
      { startFromEpoch: 9, restoreBestWeights: true },
      [1, 2],
      [2, false, 2],
    ],
  ])('%s', (_name, settings, values, [epoch, stopped, kept]) => {
    const got = trace(parse(settings), values);
    expect(got).toMatchObject({ epoch, stopped, weights: [kept, kept, kept] });
  });

  it("goes as Keras's does", () => {
    fc.assert(
      fc.property(anyConfig, anyValues, (config, values) => {
        expect(trace(config, values)).toMatchObject(keras(config, values));
      }),
      { seed: 1, numRuns: 1000 },
    );
  });

  it('cut after any epoch and resumed, goes on as if it had not been', () => {
    fc.assert(
      fc.property(anyConfig, anyValues, (config, values) => {
        const unbroken = trace(config, values);
        for (let cut = 1; cut <= values.length; cut++) {
          expect(trace(config, values, cut)).toEqual(unbroken);
        }
      }),
      { seed: 2, numRuns: 100 },
    );
  });

  it('says which epoch was best, and why it stops', () => {
    const callback = earlyStopping(parse({ patience: 1 }));
    expect(callback.bestEpoch).toBeNull();
    const reasons: string[] = [];
    const stop = (reason: string) => void reasons.push(reason);
    const run = { weights: new Float32Array(1), learningRate: 1, rateFactor: 1, stop };
    [5, 3, 4].forEach((value, i) => void callback.onEpoch!(logOf('valLoss', i + 1, value), run));
    expect(callback.bestEpoch).toBe(2);
    expect(reasons).toEqual(['valLoss has not improved for 1 epochs']);
  });

  it('gives out copies of its weights and takes copies in', () => {
    const callback = earlyStopping(parse({ restoreBestWeights: true }));
    const weights = Float32Array.of(1, 2);
    const run = { weights, learningRate: 1, rateFactor: 1, stop: () => undefined };
    void callback.onEpoch!(logOf('valLoss', 1, 1), run);
    const state = callback.state();
    const other = earlyStopping(parse({ restoreBestWeights: true }));
    other.restore(state);
    weights.fill(7);
    state.arrays.bestWeights.fill(8);
    void callback.onEnd!(run);
    expect([...weights]).toEqual([1, 2]);
    weights.fill(7);
    void other.onEnd!(run);
    expect([...weights]).toEqual([1, 2]);
  });

  it('refuses best weights of another size, at an epoch and at the end', () => {
    const callback = earlyStopping(parse({ restoreBestWeights: true }));
    callback.restore({
      numbers: { best: 1, bestEpoch: 1, wait: 0 },
      arrays: { bestWeights: new Float32Array(2) },
    });
    const weights = new Float32Array(3);
    const run = { weights, learningRate: 1, rateFactor: 1, stop: () => undefined };
    const refusal = expect.objectContaining({
      code: 'config-invalid',
      message: "early-stopping: the best weights are 2, the run's 3",
    });
    expect(() => callback.onEpoch!(logOf('valLoss', 2, 0.5), run)).toThrow(refusal);
    expect(() => callback.onEnd!(run)).toThrow(refusal);
  });

  it('refuses an epoch without its metric, also before startFromEpoch', () => {
    const callback = earlyStopping(parse({ monitor: 'valAuroc', startFromEpoch: 5 }));
    const run = { weights: new Float32Array(), learningRate: 1, rateFactor: 1, stop: () => {} };
    expect(() => callback.onEpoch!(logOf('loss', 1, 1), run)).toThrow(
      expect.objectContaining({ code: 'config-invalid' }),
    );
  });

  it('refuses the state of another callback', () => {
    const state = { numbers: { best: 1, wait: 0, cooldownLeft: 0 }, arrays: {} };
    expect(() => earlyStopping(parse({})).restore(state)).toThrow(
      expect.objectContaining({ code: 'config-invalid' }),
    );
  });
});

describe('earlyStoppingSchema', () => {
  it("fills in Keras's defaults", () => {
    expect(parse({})).toEqual({
      kind: 'early-stopping',
      name: 'early-stopping',
      monitor: 'valLoss',
      direction: 'min',
      minDelta: 0,
      patience: 0,
      baseline: null,
      restoreBestWeights: false,
      startFromEpoch: 0,
    });
  });

  it.each([
    [{ patience: -1 }],
    [{ patience: 0.5 }],
    [{ minDelta: -0.1 }],
    [{ baseline: Infinity }],
    [{ startFromEpoch: -1 }],
    [{ direction: undefined }],
    [{ direction: 'auto' }],
    [{ monitor: undefined }],
  ])('refuses %j', (settings) => {
    expect(() => parse(settings)).toThrow();
  });
});
