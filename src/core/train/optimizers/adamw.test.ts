import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../random';
import { layOut } from '../parameters';
import { adam } from './adam';
import { adamW, type AdamWConfig } from './adamw';

const layout = layOut([
  { name: 'kernel1', shape: [2, 2], decays: true },
  { name: 'kernel2', shape: [2], decays: true },
  { name: 'bias', shape: [2], decays: false },
  { name: 'kernel3', shape: [], decays: true },
]);
const decays = [true, true, true, true, true, true, false, false, true];
const defaults: AdamWConfig = {
  kind: 'adamw',
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-7,
  weightDecay: 0.004,
};

// The definition of one weight in float64.
function definition(start: number, gradients: number[], rate: number, config: AdamWConfig) {
  const { beta1, beta2, epsilon, weightDecay } = config;
  let w = start;
  let m = 0;
  let v = 0;
  return gradients.map((g, i) => {
    m = beta1 * m + (1 - beta1) * g;
    v = beta2 * v + (1 - beta2) * g * g;
    w -= rate * weightDecay * w;
    const alpha = (rate * Math.sqrt(1 - beta2 ** (i + 1))) / (1 - beta1 ** (i + 1));
    w -= (alpha * m) / (Math.sqrt(v) + epsilon);
    return w;
  });
}

describe('adamW', () => {
  it.each<[string, AdamWConfig, number]>([
    ['defaults', defaults, 1],
    ['strong decay', { ...defaults, weightDecay: 2 }, 1],
    ['other discounts', { ...defaults, beta1: 0.5, beta2: 0.9, weightDecay: 0.5 }, 1],
    ['gradients as small as epsilon', { ...defaults, weightDecay: 0.5 }, 1e-7],
  ])('follows its definition step by step: %s', (_name, config, scale) => {
    const random = seededRandom('adamw', scale);
    const start = decays.map(() => random.normal());
    const gradients = Array.from({ length: 15 }, () => start.map(() => scale * random.normal()));
    const traces = start.map((w, i) => {
      const own = gradients.map((gradient) => gradient[i]);
      return definition(w, own, 0.05, decays[i] ? config : { ...config, weightDecay: 0 });
    });
    const optimizer = adamW(config, layout);
    const weights = Float32Array.from(start);
    gradients.forEach((gradient, step) => {
      optimizer.step(weights, Float32Array.from(gradient), 0.05);
      weights.forEach((w, i) => expect(w).toBeCloseTo(traces[i][step], 5));
    });
  });

  it('takes the decay off the old weight, beside the gradient step, worked by hand', () => {
    const optimizer = adamW({ ...defaults, weightDecay: 0.5 }, layout);
    const weights = new Float32Array(9).fill(1);
    optimizer.step(weights, new Float32Array(9).fill(2), 0.1);
    // First step of Adam: the rate. Decay: 0.1 · 0.5 · 1.
    weights.forEach((w, i) => expect(w).toBeCloseTo(decays[i] ? 0.85 : 0.9, 6));
  });

  it('leaves what does not decay exactly alone', () => {
    const optimizer = adamW({ ...defaults, weightDecay: 0.5 }, layout);
    const weights = new Float32Array(9).fill(1);
    optimizer.step(weights, new Float32Array(9), 0.1);
    expect([...weights]).toEqual(decays.map((d) => (d ? Math.fround(0.95) : 1)));
  });

  it('is Adam, bit for bit, without decay', () => {
    const random = seededRandom('same');
    const one = adamW({ ...defaults, weightDecay: 0 }, layout);
    const other = adam({ ...defaults, kind: 'adam' }, layout);
    const weights = Float32Array.from(decays, () => random.normal());
    const same = weights.slice();
    for (let step = 0; step < 5; step++) {
      const gradient = Float32Array.from(decays, () => random.normal());
      one.step(weights, gradient, 0.01);
      other.step(same, gradient, 0.01);
    }
    expect(weights).toEqual(same);
  });
});
