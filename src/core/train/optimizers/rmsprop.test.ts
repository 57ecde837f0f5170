import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../random';
import { layOut } from '../parameters';
import { rmsprop, type RmspropConfig } from './rmsprop';

const size = 6;
const layout = layOut([{ name: 'w', shape: [size], decays: true }]);
const defaults: RmspropConfig = {
  kind: 'rmsprop',
  rho: 0.9,
  momentum: 0,
  epsilon: 1e-7,
  centered: false,
};

// The definition of one weight in float64.
function definition(start: number, gradients: number[], rate: number, config: RmspropConfig) {
  const { rho, momentum, epsilon, centered } = config;
  let w = start;
  let square = 0;
  let mean = 0;
  let last = 0;
  return gradients.map((g) => {
    square = rho * square + (1 - rho) * g ** 2;
    mean = rho * mean + (1 - rho) * g;
    const increment = rate * g * (square - (centered ? mean ** 2 : 0) + epsilon) ** -0.5;
    last = momentum * last + increment;
    w -= last;
    return w;
  });
}

describe('rmsprop', () => {
  it.each<[string, Partial<RmspropConfig>, number]>([
    ['defaults', {}, 1],
    ['another discount', { rho: 0.5 }, 1],
    ['momentum', { momentum: 0.8 }, 1],
    ['centered', { centered: true }, 1],
    ['centered with momentum', { centered: true, momentum: 0.8 }, 1],
    // Squares no larger than epsilon tell the places of epsilon apart.
    ['gradients as small as the root of epsilon', {}, 3e-4],
  ])('follows its definition step by step: %s', (_name, settings, scale) => {
    const config = { ...defaults, ...settings };
    const random = seededRandom('rmsprop', scale);
    const start = Array.from({ length: size }, () => random.normal());
    const gradients = Array.from({ length: 15 }, () => start.map(() => scale * random.normal()));
    const traces = start.map((w, i) => {
      const own = gradients.map((gradient) => gradient[i]);
      return definition(w, own, 0.01, config);
    });
    const optimizer = rmsprop(config, layout);
    const weights = Float32Array.from(start);
    gradients.forEach((gradient, step) => {
      optimizer.step(weights, Float32Array.from(gradient), 0.01);
      weights.forEach((w, i) => expect(w).toBeCloseTo(traces[i][step], 5));
    });
  });

  it("gives the value of Keras's own example", () => {
    // Docstring of tf.keras.optimizers.RMSprop: loss w²/2 at 10, rate 0.1.
    const optimizer = rmsprop(defaults, layout);
    const weights = new Float32Array(size).fill(10);
    optimizer.step(weights, weights.slice(), 0.1);
    expect(weights[0]).toBeCloseTo(9.683772, 6);
  });

  it('has epsilon under the root, worked by hand', () => {
    // Square 0.1·1; with ε = 0.3 the root is √0.4.
    const optimizer = rmsprop({ ...defaults, epsilon: 0.3 }, layout);
    const weights = new Float32Array(size);
    optimizer.step(weights, new Float32Array(size).fill(1), 1);
    expect(weights[0]).toBeCloseTo(-1 / Math.sqrt(0.4), 6);
  });

  it('stays finite where float32 rounding makes the variance negative', () => {
    // A constant gradient, found by search: its variance is a difference of near equals.
    const g = Math.fround(1.41963529586792);
    const gradient = new Float32Array(size).fill(g);
    const optimizer = rmsprop({ ...defaults, rho: 0.5, centered: true }, layout);
    const weights = new Float32Array(size);
    let lowest = Infinity;
    for (let step = 0; step < 50; step++) {
      const { velocity, average } = optimizer.state().slots;
      const variance = 0.5 * velocity[0] + 0.5 * g * g - (0.5 * average[0] + 0.5 * g) ** 2;
      lowest = Math.min(lowest, variance);
      optimizer.step(weights, gradient, 1e-3);
    }
    expect(lowest).toBeLessThan(-defaults.epsilon);
    expect(weights.every(Number.isFinite)).toBe(true);
  });

  it.each<[Partial<RmspropConfig>, string[]]>([
    [{}, ['velocity']],
    [{ momentum: 0.5 }, ['momentum', 'velocity']],
    [{ centered: true }, ['average', 'velocity']],
    [{ centered: true, momentum: 0.5 }, ['average', 'momentum', 'velocity']],
  ])('stores only what %j needs', (settings, slots) => {
    const state = rmsprop({ ...defaults, ...settings }, layout).state();
    expect(Object.keys(state.slots).sort()).toEqual(slots);
  });
});
