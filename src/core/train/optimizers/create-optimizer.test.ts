import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../random';
import { layOut } from '../parameters';
import { createOptimizer, optimizerSchema } from './create-optimizer';

const layout = layOut([
  { name: 'kernel', shape: [7], decays: true },
  { name: 'bias', shape: [4], decays: false },
]);
const parse = (value: unknown) => v.parse(optimizerSchema, value);

// Every kind, and every set of slots a kind can have.
const settings = [
  { kind: 'sgd' },
  { kind: 'sgd', momentum: 0.9, nesterov: true },
  { kind: 'adam' },
  { kind: 'adamw' },
  { kind: 'rmsprop' },
  { kind: 'rmsprop', momentum: 0.5, centered: true },
];

const steps = 8;
const random = seededRandom('gradients');
const gradients = Array.from({ length: steps }, () =>
  Float32Array.from({ length: layout.size }, () => random.normal()),
);
const rate = (step: number) => 0.1 / (1 + step);

describe('createOptimizer', () => {
  it.each(settings)('%j resumed at any step goes on bit for bit', (value) => {
    const unbroken = createOptimizer(parse(value), layout);
    const weights = new Float32Array(layout.size).fill(0.5);
    const moments = gradients.map((gradient, step) => {
      const before = { weights: weights.slice(), state: unbroken.state() };
      unbroken.step(weights, gradient, rate(step));
      return before;
    });
    moments.forEach((moment, from) => {
      const resumed = createOptimizer(parse(value), layout);
      resumed.restore(moment.state);
      const own = moment.weights.slice();
      for (let step = from; step < steps; step++) resumed.step(own, gradients[step], rate(step));
      expect(own).toEqual(weights);
      expect(resumed.state()).toEqual(unbroken.state());
    });
  });

  it.each(settings)('%j leaves the gradient alone and moves shared memory too', (value) => {
    const shared = new Float32Array(new SharedArrayBuffer(4 * layout.size)).fill(0.5);
    const plain = new Float32Array(layout.size).fill(0.5);
    const [gradient] = gradients;
    const before = gradient.slice();
    createOptimizer(parse(value), layout).step(shared, gradient, 0.1);
    createOptimizer(parse(value), layout).step(plain, gradient, 0.1);
    expect(gradient).toEqual(before);
    expect([...shared]).toEqual([...plain]);
    expect(plain).not.toEqual(new Float32Array(layout.size).fill(0.5));
  });

  it('refuses the state of another kind', () => {
    const state = createOptimizer(parse({ kind: 'adam' }), layout).state();
    expect(() => createOptimizer(parse({ kind: 'sgd' }), layout).restore(state)).toThrow(
      expect.objectContaining({ code: 'config-invalid' }),
    );
  });
});

describe('optimizerSchema', () => {
  it.each([
    [{ kind: 'sgd' }, { momentum: 0, nesterov: false }],
    [{ kind: 'adam' }, { beta1: 0.9, beta2: 0.999, epsilon: 1e-7 }],
    [{ kind: 'adamw' }, { beta1: 0.9, beta2: 0.999, epsilon: 1e-7, weightDecay: 0.004 }],
    [{ kind: 'rmsprop' }, { rho: 0.9, momentum: 0, epsilon: 1e-7, centered: false }],
  ])("fills in Keras's defaults for %j", (value, defaults) => {
    expect(parse(value)).toEqual({ ...value, ...defaults });
  });

  it.each([
    [{ kind: 'lion' }],
    [{ kind: 'sgd', momentum: 1.1 }],
    [{ kind: 'sgd', momentum: -0.1 }],
    [{ kind: 'sgd', learningRate: 0.1 }],
    [{ kind: 'adam', beta1: 1 }],
    [{ kind: 'adam', beta2: -0.1 }],
    [{ kind: 'adam', epsilon: 0 }],
    [{ kind: 'adam', weightDecay: 0.1 }],
    [{ kind: 'adamw', weightDecay: -0.1 }],
    [{ kind: 'rmsprop', rho: 1 }],
    [{ kind: 'rmsprop', momentum: 1 }],
    [{ kind: 'rmsprop', epsilon: 0 }],
  ])('refuses %j', (value) => {
    expect(v.safeParse(optimizerSchema, value).success).toBe(false);
  });
});
