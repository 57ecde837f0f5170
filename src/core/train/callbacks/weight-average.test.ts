import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../random';
import { weightAverage, weightAverageSchema, type WeightAverageConfig } from './weight-average';

const parse = (settings: object = {}) =>
  v.parse(weightAverageSchema, { kind: 'weight-average', ...settings });
const runOf = (weights: Float32Array) => ({
  weights,
  learningRate: 1,
  rateFactor: 1,
  stop: () => expect.unreachable(),
});

/** Weights and average after each step; each step adds to the weights. */
function trace(config: WeightAverageConfig, added: readonly number[], cut = -1) {
  const initial = Float32Array.of(1, -2);
  let callback = weightAverage(config, initial);
  const run = runOf(initial.slice());
  const steps = added.map((change, i) => {
    run.weights.forEach((w, k) => (run.weights[k] = w + change * (k + 1)));
    callback.onStep!(run);
    if (i === cut) {
      const { numbers, arrays } = callback.state();
      callback = weightAverage(config, new Float32Array(2));
      callback.restore({ numbers: JSON.parse(JSON.stringify(numbers)), arrays });
    }
    return { weights: [...run.weights], average: [...callback.average] };
  });
  void callback.onEnd!(run);
  return { steps, end: [...run.weights] };
}

// Keras's rule (tf_keras/optimizers/optimizer.py, use_ema) in float64, with TensorFlow's
// num_updates for the warm-up.
function definition(config: WeightAverageConfig, added: readonly number[]) {
  const weights = [1, -2];
  const average = [1, -2];
  return added.map((change, i) => {
    const t = i + 1;
    const decay = config.warmUp ? Math.min(config.momentum, (1 + t) / (10 + t)) : config.momentum;
    weights.forEach((_, k) => {
      weights[k] += change * (k + 1);
      average[k] = decay * average[k] + (1 - decay) * weights[k];
      if (config.overwriteEverySteps && t % config.overwriteEverySteps === 0) {
        weights[k] = average[k];
      }
    });
    return { weights: [...weights], average: [...average] };
  });
}

const random = seededRandom('ema');
const added = Array.from({ length: 25 }, () => random.normal());
const settings = [
  {},
  { momentum: 0.5 },
  { momentum: 0 },
  { momentum: 1 },
  { momentum: 0.9, warmUp: true },
  { momentum: 0.9, overwriteEverySteps: 4 },
];

describe('weightAverage', () => {
  it.each(settings)('follows its definition step by step: %j', (value) => {
    const config = parse(value);
    const expected = definition(config, added);
    trace(config, added).steps.forEach((got, step) => {
      got.average.forEach((a, k) => expect(a).toBeCloseTo(expected[step].average[k], 5));
      got.weights.forEach((w, k) => expect(w).toBeCloseTo(expected[step].weights[k], 5));
    });
  });

  it('starts from the weights before the first step, worked by hand', () => {
    const config = parse({ momentum: 0.75 });
    // 0.75·1 + 0.25·5 = 2; 0.75·2 + 0.25·9 = 3.75.
    expect(trace(config, [4, 4]).steps.map(({ average }) => average[0])).toEqual([2, 3.75]);
  });

  it('forgets the initial weights soon with a warm-up, worked by hand', () => {
    // Momentum 2/11 in step 1.
    const { steps } = trace(parse({ warmUp: true }), [11]);
    expect(steps[0].average[0]).toBeCloseTo((2 / 11) * 1 + (9 / 11) * 12, 5);
  });

  it('puts the average in the place of the weights at the end, and not before', () => {
    const { steps, end } = trace(parse({ momentum: 0.75 }), [4, 4]);
    expect(steps[1].weights[0]).toBe(9);
    expect(end[0]).toBe(3.75);
  });

  it.each(settings)('cut after any step and resumed, goes on bit for bit: %j', (value) => {
    const unbroken = trace(parse(value), added);
    added.forEach((_, cut) => {
      const { steps, end } = trace(parse(value), added, cut);
      expect(steps.slice(cut)).toEqual(unbroken.steps.slice(cut));
      expect(end).toEqual(unbroken.end);
    });
  });

  it('gives out copies and takes copies in', () => {
    const initial = Float32Array.of(1);
    const callback = weightAverage(parse(), initial);
    initial.fill(9);
    const state = callback.state();
    state.arrays.average.fill(8);
    expect([...callback.average]).toEqual([1]);
    callback.restore(state);
    state.arrays.average.fill(7);
    expect([...callback.average]).toEqual([8]);
  });

  it('refuses weights and states of another size', () => {
    const callback = weightAverage(parse(), new Float32Array(2));
    const refusal = (whose: string) =>
      expect.objectContaining({
        code: 'config-invalid',
        message: `weight-average: averages 2 weights, ${whose} has 3`,
      });
    const run = runOf(new Float32Array(3));
    expect(() => callback.onStep!(run)).toThrow(refusal('the run'));
    expect(() => callback.onEnd!(run)).toThrow(refusal('the run'));
    const arrays = { average: new Float32Array(3) };
    expect(() => callback.restore({ numbers: { steps: 1 }, arrays })).toThrow(refusal('the state'));
  });

  it('refuses the state of another callback', () => {
    const callback = weightAverage(parse(), new Float32Array(2));
    expect(() => callback.restore({ numbers: { length: 1 }, arrays: {} })).toThrow(
      expect.objectContaining({ code: 'config-invalid' }),
    );
  });
});

describe('weightAverageSchema', () => {
  it("fills in Keras's defaults", () => {
    expect(parse()).toEqual({
      kind: 'weight-average',
      name: 'weight-average',
      momentum: 0.99,
      warmUp: false,
      overwriteEverySteps: null,
    });
  });

  it.each([
    [{ momentum: 1.1 }],
    [{ momentum: -0.1 }],
    [{ overwriteEverySteps: 0 }],
    [{ overwriteEverySteps: 1.5 }],
  ])('refuses %j', (value) => {
    expect(() => parse(value)).toThrow();
  });
});
