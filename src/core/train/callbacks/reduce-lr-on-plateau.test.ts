import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import type { CallbackState, TrainingRun } from './callback';
import {
  reduceLrOnPlateau,
  reduceLrOnPlateauSchema,
  type ReduceLrOnPlateauConfig,
} from './reduce-lr-on-plateau';

const parse = (settings: object) =>
  v.parse(reduceLrOnPlateauSchema, {
    kind: 'reduce-lr-on-plateau',
    monitor: 'valLoss',
    direction: 'min',
    ...settings,
  });

const throughJson = (state: CallbackState): CallbackState => JSON.parse(JSON.stringify(state));

/** Rate of the step after each epoch. With `cut`, goes on in a fresh callback after it. */
function trace(
  config: ReduceLrOnPlateauConfig,
  values: readonly number[],
  { peak = 1, schedule = () => peak, cut = -1 } = {} as {
    peak?: number;
    schedule?: (epoch: number) => number;
    cut?: number;
  },
): number[] {
  let callback = reduceLrOnPlateau(config);
  let rateFactor = 1;
  return values.map((value, i) => {
    const learningRate = schedule(i + 1) * rateFactor;
    const run: TrainingRun = {
      weights: new Float32Array(),
      learningRate,
      rateFactor,
      stop: () => expect.unreachable(),
    };
    const metrics = { [config.monitor]: value };
    void callback.onEpoch!({ epoch: i + 1, steps: i + 1, learningRate, seconds: 1, metrics }, run);
    rateFactor = run.rateFactor;
    if (i === cut) {
      const state = throughJson(callback.state());
      callback = reduceLrOnPlateau(config);
      callback.restore(state);
    }
    return schedule(i + 1) * rateFactor;
  });
}

// Keras's rule (tf_keras/callbacks.py, ReduceLROnPlateau) with its infinities, for a
// constant schedule.
function keras(config: ReduceLrOnPlateauConfig, values: readonly number[], peak: number) {
  const { factor, patience, minDelta, cooldown, minRate } = config;
  const improved = (a: number, b: number) =>
    config.direction === 'min' ? a < b - minDelta : a > b + minDelta;
  let lr = peak;
  let best = config.direction === 'min' ? Infinity : -Infinity;
  let wait = 0;
  let cooldownCounter = 0;
  return values.map((current) => {
    if (cooldownCounter > 0) {
      cooldownCounter -= 1;
      wait = 0;
    }
    if (improved(current, best)) {
      best = current;
      wait = 0;
    } else if (!(cooldownCounter > 0)) {
      wait += 1;
      if (wait >= patience) {
        if (Math.fround(lr) > Math.fround(minRate)) {
          lr = Math.max(lr * factor, minRate);
          cooldownCounter = cooldown;
          wait = 0;
        }
      }
    }
    return lr;
  });
}

const anyConfig = fc
  .record({
    direction: fc.constantFrom('min', 'max'),
    factor: fc.constantFrom(0.1, 0.3, 0.5),
    patience: fc.integer({ min: 0, max: 4 }),
    minDelta: fc.constantFrom(0, 1e-4, 0.1, 0.25),
    cooldown: fc.integer({ min: 0, max: 3 }),
    minRate: fc.constantFrom(0, 0.001, 0.01, 0.2, 2),
  })
  .map(parse);
// Few levels, so that ties and margins just met come up.
const anyValues = fc.array(
  fc.oneof(
    { weight: 9, arbitrary: fc.integer({ min: 0, max: 20 }).map((n) => n / 20) },
    { weight: 1, arbitrary: fc.constant(NaN) },
  ),
  { minLength: 1, maxLength: 40 },
);

describe('reduceLrOnPlateau', () => {
  // Worked by hand from the rules in MISSION §5.4.
  it.each<[string, object, number[], number[]]>([
    [
      'halves after every patience epochs without improvement',
      { factor: 0.5, patience: 3 },
      [5, 6, 6, 6, 6, 6, 6],
      [1, 1, 1, 0.5, 0.5, 0.5, 0.25],
    ],
    [
      'starts counting anew at an improvement',
      { factor: 0.5, patience: 2 },
      [5, 6, 4, 6, 6],
      [1, 1, 1, 1, 0.5],
    ],
    [
      'does not forget the best after a drop',
      { factor: 0.5, patience: 1 },
      [5, 9, 8, 7, 4],
      [1, 0.5, 0.25, 0.125, 0.125],
    ],
    [
      'takes an improvement by just minDelta for none',
      { factor: 0.5, patience: 1, minDelta: 0.5 },
      [5, 4.5, 4.4, 4],
      [1, 0.5, 0.5, 0.25],
    ],
    [
      'counts from the epoch in which the cooldown ends',
      { factor: 0.5, patience: 1, cooldown: 2 },
      [5, 5, 5, 5, 5, 5],
      [1, 0.5, 0.5, 0.25, 0.25, 0.125],
    ],
    [
      'takes the best of the cooldown along',
      { factor: 0.5, patience: 1, cooldown: 2 },
      [5, 5, 3, 4],
      [1, 0.5, 0.5, 0.25],
    ],
    [
      'stops at minRate, and starts no cooldown there',
      { factor: 0.5, patience: 1, minRate: 0.3, cooldown: 1 },
      [5, 5, 5, 5],
      [1, 0.5, 0.3, 0.3],
    ],
    [
      'maximises when told to',
      { direction: 'max', factor: 0.5, patience: 1 },
      [0.7, 0.8, 0.9, 0.9],
      [1, 1, 1, 0.5],
    ],
    [
      'counts NaN as no improvement, also in the first epoch',
      { factor: 0.5, patience: 1 },
      [NaN, 5, NaN],
      [0.5, 0.5, 0.25],
    ],
    [
      'counts an infinity in the better direction as no improvement',
      { factor: 0.5, patience: 1 },
      [-Infinity, 5, 4],
      [0.5, 0.5, 0.5],
    ],
  ])('%s', (_name, settings, values, expected) => {
    expect(trace(parse(settings), values)).toEqual(expected);
  });

  it("goes as Keras's does", () => {
    fc.assert(
      fc.property(anyConfig, anyValues, (config, values) => {
        const expected = keras(config, values, 1);
        const rates = trace(config, values);
        expected.forEach((rate, i) => expect(rates[i]).toBeCloseTo(rate, 12));
      }),
      { seed: 1, numRuns: 1000 },
    );
  });

  it('cut after any epoch and resumed, goes on as if it had not been', () => {
    fc.assert(
      fc.property(anyConfig, anyValues, (config, values) => {
        const unbroken = trace(config, values);
        values.forEach((_, cut) => expect(trace(config, values, { cut })).toEqual(unbroken));
      }),
      { seed: 2, numRuns: 100 },
    );
  });

  it('multiplies a schedule, and holds the rate of the day at minRate', () => {
    const schedule = (epoch: number) => [0.8, 0.6, 0.4, 0.2][epoch - 1];
    const settings = { factor: 0.5, patience: 1, minRate: 0.25 };
    // Epoch 2: 0.6 · 0.5 = 0.3. Epoch 3: 0.4 · 0.5 = 0.2 was its rate, below minRate already.
    const rates = trace(parse(settings), [5, 5, 5, 5], { schedule });
    [0.8, 0.3, 0.2, 0.1].forEach((rate, i) => expect(rates[i]).toBeCloseTo(rate, 12));
    // Epoch 2 again: 0.6 · 0.25 = 0.15 is held at 0.25.
    const steep = trace(parse({ ...settings, factor: 0.25 }), [5, 5], { schedule });
    expect(steep[1]).toBeCloseTo(0.25, 12);
  });

  it('takes a rate that misses minRate by its last bit for minRate', () => {
    const settings = { factor: 0.1, patience: 1, minRate: 0.01 };
    const rates = trace(parse(settings), [5, 5, 5, 5], { peak: 0.1 });
    expect(rates[1]).toBe(0.010000000000000002);
    expect(rates.slice(2)).toEqual([rates[1], rates[1]]);
  });

  it('leaves a rate of 0 alone', () => {
    const rates = trace(parse({ patience: 1 }), [5, 5, 5], { schedule: () => 0 });
    expect(rates).toEqual([0, 0, 0]);
  });

  it('refuses an epoch without its metric', () => {
    const callback = reduceLrOnPlateau(parse({ monitor: 'valAuroc' }));
    const log = { epoch: 1, steps: 1, learningRate: 1, seconds: 1, metrics: { loss: 1 } };
    const run = { weights: new Float32Array(), learningRate: 1, rateFactor: 1, stop: () => {} };
    expect(() => callback.onEpoch!(log, run)).toThrow(
      expect.objectContaining({ code: 'config-invalid' }),
    );
  });

  it('refuses the state of another callback', () => {
    const state = { numbers: { best: 1 }, arrays: {} };
    expect(() => reduceLrOnPlateau(parse({})).restore(state)).toThrow(
      expect.objectContaining({ code: 'config-invalid' }),
    );
  });
});

describe('reduceLrOnPlateauSchema', () => {
  it("fills in Keras's defaults", () => {
    expect(parse({})).toEqual({
      kind: 'reduce-lr-on-plateau',
      name: 'reduce-lr-on-plateau',
      monitor: 'valLoss',
      direction: 'min',
      factor: 0.1,
      patience: 10,
      minDelta: 1e-4,
      cooldown: 0,
      minRate: 0,
    });
  });

  it.each([
    [{ factor: 1 }],
    [{ factor: 0 }],
    [{ patience: -1 }],
    [{ patience: 1.5 }],
    [{ minDelta: -0.1 }],
    [{ minDelta: Infinity }],
    [{ cooldown: -1 }],
    [{ minRate: -1 }],
    [{ direction: undefined }],
    [{ direction: 'auto' }],
    [{ monitor: undefined }],
    [{ monitor: '' }],
    [{ minLr: 0.1 }],
  ])('refuses %j', (settings) => {
    expect(() => parse(settings)).toThrow();
  });
});
