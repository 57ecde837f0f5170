import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../random';
import { layOut } from '../parameters';
import { adam, type AdamConfig } from './adam';

const size = 6;
const layout = layOut([{ name: 'w', shape: [size], decays: true }]);
const defaults: AdamConfig = { kind: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-7 };

// The definition of one weight in float64: moments as explicit discounted sums, corrected
// as in Kingma & Ba, with their "epsilon hat" beside √v.
function definition(start: number, gradients: number[], rate: number, config: AdamConfig) {
  const { beta1, beta2, epsilon } = config;
  let w = start;
  return gradients.map((_, last) => {
    let m = 0;
    let v = 0;
    for (let k = 0; k <= last; k++) {
      m += (1 - beta1) * beta1 ** (last - k) * gradients[k];
      v += (1 - beta2) * beta2 ** (last - k) * gradients[k] ** 2;
    }
    const t = last + 1;
    w -= (((rate * Math.sqrt(1 - beta2 ** t)) / (1 - beta1 ** t)) * m) / (Math.sqrt(v) + epsilon);
    return w;
  });
}

describe('adam', () => {
  it.each<[string, AdamConfig, number]>([
    ['defaults', defaults, 1],
    ['other discounts', { ...defaults, beta1: 0.5, beta2: 0.9 }, 1],
    ['no memory', { ...defaults, beta1: 0, beta2: 0 }, 1],
    // Gradients no larger than epsilon tell the places of epsilon apart.
    ['gradients as small as epsilon', defaults, 1e-7],
    ['a large epsilon', { ...defaults, epsilon: 0.1 }, 1],
  ])('follows its definition step by step: %s', (_name, config, scale) => {
    const random = seededRandom('adam', scale);
    const start = Array.from({ length: size }, () => random.normal());
    const gradients = Array.from({ length: 15 }, () => start.map(() => scale * random.normal()));
    const traces = start.map((w, i) => {
      const own = gradients.map((gradient) => gradient[i]);
      return definition(w, own, 0.05, config);
    });
    const optimizer = adam(config, layout);
    const weights = Float32Array.from(start);
    gradients.forEach((gradient, step) => {
      optimizer.step(weights, Float32Array.from(gradient), 0.05);
      weights.forEach((w, i) => expect(w).toBeCloseTo(traces[i][step], 5));
    });
  });

  it('has epsilon beside the uncorrected root, worked by hand', () => {
    // m = 0.1·g, √v = √0.001·g, α = √0.001 / 0.1: with ε = √0.001·g the step is half of 1.
    const epsilon = Math.sqrt(0.001);
    const optimizer = adam({ ...defaults, epsilon }, layout);
    const weights = new Float32Array(size);
    optimizer.step(weights, new Float32Array(size).fill(1), 1);
    expect(weights[0]).toBeCloseTo(-0.5, 6);
  });

  it('does not move where there never was a gradient', () => {
    const optimizer = adam(defaults, layout);
    const weights = new Float32Array(size).fill(0.3);
    optimizer.step(weights, new Float32Array(size), 0.1);
    expect(weights).toEqual(new Float32Array(size).fill(0.3));
  });
});
