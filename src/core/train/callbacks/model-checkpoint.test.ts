import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import type { CallbackState } from './callback';
import {
  modelCheckpoint,
  modelCheckpointSchema,
  type ModelCheckpointConfig,
} from './model-checkpoint';

const parse = (settings: object) =>
  v.parse(modelCheckpointSchema, { kind: 'model-checkpoint', ...settings });
const onlyBest = (settings: object = {}) => ({ monitor: 'valLoss', direction: 'min', ...settings });

const throughJson = (state: CallbackState): CallbackState => JSON.parse(JSON.stringify(state));

/** Epochs saved. Epoch n makes the weights n. With `cut`, goes on afresh after that many. */
async function trace(config: ModelCheckpointConfig, values: readonly number[], cut = -1) {
  const saved: number[] = [];
  const weights = new Float32Array(1);
  const run = { weights, learningRate: 1, rateFactor: 1, stop: () => expect.unreachable() };
  const create = () =>
    modelCheckpoint(config, async (given, log) => {
      await Promise.resolve();
      expect(given[0]).toBe(log.epoch);
      saved.push(log.epoch);
    });
  let callback = create();
  for (const [i, valLoss] of values.entries()) {
    weights.fill(i + 1);
    const log = { epoch: i + 1, steps: i + 1, learningRate: 1, seconds: 1, metrics: { valLoss } };
    await callback.onEpoch!(log, run);
    if (i + 1 === cut) {
      const state = throughJson(callback.state());
      callback = create();
      callback.restore(state);
    }
  }
  return saved;
}

// Keras's rule (tf_keras/callbacks.py, ModelCheckpoint with save_freq='epoch').
function keras({ period, onlyBest: only }: ModelCheckpointConfig, values: readonly number[]) {
  const saved: number[] = [];
  let best = only?.initialThreshold ?? (only?.direction === 'max' ? -Infinity : Infinity);
  let epochsSinceLastSave = 0;
  values.forEach((current, epoch) => {
    epochsSinceLastSave += 1;
    if (epochsSinceLastSave >= period) {
      epochsSinceLastSave = 0;
      if (only) {
        if (only.direction === 'max' ? current > best : current < best) {
          best = current;
          saved.push(epoch + 1);
        }
      } else {
        saved.push(epoch + 1);
      }
    }
  });
  return saved;
}

const anyConfig = fc
  .record({
    period: fc.integer({ min: 1, max: 4 }),
    onlyBest: fc.option(
      fc.record({
        monitor: fc.constant('valLoss'),
        direction: fc.constantFrom('min', 'max'),
        initialThreshold: fc.constantFrom(null, 0.2, 0.5, 0.8),
      }),
    ),
  })
  .map(parse);
const anyValues = fc.array(
  fc.oneof(
    { weight: 9, arbitrary: fc.integer({ min: 0, max: 20 }).map((n) => n / 20) },
    { weight: 1, arbitrary: fc.constant(NaN) },
  ),
  { minLength: 1, maxLength: 30 },
);

describe('modelCheckpoint', () => {
  // Worked by hand.
  it.each<[string, object, number[], number[]]>([
    ['saves every epoch', {}, [1, 2, NaN], [1, 2, 3]],
    ['saves every period epochs', { period: 2 }, [1, 1, 1, 1, 1], [2, 4]],
    ['saves only what is strictly better', { onlyBest: onlyBest() }, [5, 4, 4, 6, 3], [1, 2, 5]],
    [
      'maximises when told to',
      { onlyBest: onlyBest({ direction: 'max' }) },
      [0.7, 0.6, 0.9],
      [1, 3],
    ],
    [
      'looks at every period epochs only, with the best of those',
      { period: 2, onlyBest: onlyBest() },
      [1, 5, 1, 6, 9, 4],
      [2, 6],
    ],
    [
      'asks for better than the threshold',
      { onlyBest: onlyBest({ initialThreshold: 4 }) },
      [5, 4, 3, 3.5],
      [3],
    ],
    ['never saves NaN as best', { onlyBest: onlyBest() }, [NaN, 5, NaN], [2]],
  ])('%s', async (_name, settings, values, expected) => {
    expect(await trace(parse(settings), values)).toEqual(expected);
  });

  it("goes as Keras's does", async () => {
    await fc.assert(
      fc.asyncProperty(anyConfig, anyValues, async (config, values) => {
        expect(await trace(config, values)).toEqual(keras(config, values));
      }),
      { seed: 1, numRuns: 500 },
    );
  });

  it('cut after any epoch and resumed, goes on as if it had not been', async () => {
    await fc.assert(
      fc.asyncProperty(anyConfig, anyValues, async (config, values) => {
        const unbroken = await trace(config, values);
        for (let cut = 1; cut <= values.length; cut++) {
          expect(await trace(config, values, cut)).toEqual(unbroken);
        }
      }),
      { seed: 2, numRuns: 60 },
    );
  });

  it('passes on what saving throws', async () => {
    const callback = modelCheckpoint(parse({}), () => Promise.reject(new Error('disk full')));
    const run = { weights: new Float32Array(), learningRate: 1, rateFactor: 1, stop: () => {} };
    const log = { epoch: 1, steps: 1, learningRate: 1, seconds: 1, metrics: {} };
    await expect(callback.onEpoch!(log, run)).rejects.toThrow('disk full');
  });

  it('refuses an epoch without its metric, also between two looks', async () => {
    const config = parse({ period: 9, onlyBest: onlyBest({ monitor: 'valAuroc' }) });
    const callback = modelCheckpoint(config, () => expect.unreachable());
    const run = { weights: new Float32Array(), learningRate: 1, rateFactor: 1, stop: () => {} };
    const log = { epoch: 1, steps: 1, learningRate: 1, seconds: 1, metrics: { loss: 1 } };
    await expect(callback.onEpoch!(log, run)).rejects.toThrow(
      expect.objectContaining({ code: 'config-invalid' }),
    );
  });

  it('refuses the state of another callback', () => {
    const callback = modelCheckpoint(parse({}), () => undefined);
    expect(() => callback.restore({ numbers: { length: 1 }, arrays: {} })).toThrow(
      expect.objectContaining({ code: 'config-invalid' }),
    );
  });
});

describe('modelCheckpointSchema', () => {
  it("fills in Keras's defaults", () => {
    expect(parse({})).toEqual({
      kind: 'model-checkpoint',
      name: 'model-checkpoint',
      period: 1,
      onlyBest: null,
    });
    expect(parse({ onlyBest: onlyBest() }).onlyBest).toEqual({
      monitor: 'valLoss',
      direction: 'min',
      initialThreshold: null,
    });
  });

  it.each([
    [{ period: 0 }],
    [{ period: 1.5 }],
    [{ onlyBest: { monitor: 'valLoss' } }],
    [{ onlyBest: { direction: 'min' } }],
    [{ onlyBest: onlyBest({ direction: 'auto' }) }],
    [{ onlyBest: onlyBest({ initialThreshold: NaN }) }],
  ])('refuses %j', (settings) => {
    expect(() => parse(settings)).toThrow();
  });
});
