import { describe, expect, it } from 'vitest';
import { optimizerOf, type OptimizerState } from './optimizer';

// Adds up the gradients in a slot and moves the weights by the sum times the rate.
function counter(size = 2) {
  const sum = new Float32Array(size);
  const seen: number[] = [];
  const optimizer = optimizerOf({
    kind: 'counter',
    size,
    slots: { sum },
    update: (weights, gradient, { rate, step }) => {
      seen.push(step);
      for (let i = 0; i < size; i++) weights[i] -= rate * (sum[i] += gradient[i]);
    },
  });
  return { optimizer, seen };
}

const refusal = (message: string) =>
  expect.objectContaining({ code: 'config-invalid', message: `counter: ${message}` });

describe('optimizerOf', () => {
  it('counts the steps, the first as 1', () => {
    const { optimizer, seen } = counter();
    const weights = new Float32Array(2);
    expect(optimizer.steps).toBe(0);
    optimizer.step(weights, new Float32Array(2), 1);
    optimizer.step(weights, new Float32Array(2), 1);
    expect(optimizer.steps).toBe(2);
    expect(seen).toEqual([1, 2]);
  });

  it('gives out a copy of its state and takes one in', () => {
    const { optimizer } = counter();
    const weights = new Float32Array(2);
    optimizer.step(weights, Float32Array.of(1, 2), 1);
    const state = optimizer.state();
    optimizer.step(weights, Float32Array.of(1, 2), 1);
    expect(state).toEqual({ steps: 1, slots: { sum: Float32Array.of(1, 2) } });
    const other = counter().optimizer;
    other.restore(state);
    state.slots.sum.fill(9);
    expect(other.state()).toEqual({ steps: 1, slots: { sum: Float32Array.of(1, 2) } });
  });

  it.each<[string, Float32Array, Float32Array, number]>([
    ['3 weights, not 2', new Float32Array(3), new Float32Array(2), 1],
    ['a gradient of 1, not 2', new Float32Array(2), new Float32Array(1), 1],
    ['learning rate NaN', new Float32Array(2), new Float32Array(2), NaN],
    ['learning rate -1', new Float32Array(2), new Float32Array(2), -1],
    ['learning rate Infinity', new Float32Array(2), new Float32Array(2), Infinity],
  ])('refuses a step with %s', (message, weights, gradient, rate) => {
    const { optimizer } = counter();
    expect(() => optimizer.step(weights, gradient, rate)).toThrow(refusal(message));
    expect(optimizer.steps).toBe(0);
  });

  const sum = new Float32Array(2);
  it.each<[string, OptimizerState]>([
    ['a state with the slots [], not [sum]', { steps: 1, slots: {} }],
    ['a state with the slots [m], not [sum]', { steps: 1, slots: { m: sum } }],
    ['a state with the slots [m, sum], not [sum]', { steps: 1, slots: { sum, m: sum } }],
    ['slot sum has 3 elements, not 2', { steps: 1, slots: { sum: new Float32Array(3) } }],
    ['-1 steps', { steps: -1, slots: { sum } }],
    ['0.5 steps', { steps: 0.5, slots: { sum } }],
    ['NaN steps', { steps: NaN, slots: { sum } }],
  ])('refuses %s, and is as before', (message, state) => {
    const { optimizer } = counter();
    optimizer.step(new Float32Array(2), Float32Array.of(1, 2), 1);
    const before = optimizer.state();
    expect(() => optimizer.restore(state)).toThrow(refusal(message));
    expect(optimizer.state()).toEqual(before);
  });
});
