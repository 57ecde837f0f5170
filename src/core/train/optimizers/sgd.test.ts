import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../random';
import { layOut } from '../parameters';
import { sgd } from './sgd';

const size = 6;
const layout = layOut([{ name: 'w', shape: [size], decays: true }]);

// The definition, in float64, of one weight.
function definition(start: number, gradients: number[], rate: number, mu: number, ahead: boolean) {
  let w = start;
  let velocity = 0;
  return gradients.map((g) => {
    velocity = mu * velocity - rate * g;
    w = ahead ? w + mu * velocity - rate * g : w + velocity;
    return w;
  });
}

describe('sgd', () => {
  it.each<[number, boolean]>([
    [0, false],
    [0, true],
    [0.5, false],
    [0.9, true],
    [1, false],
  ])('follows its definition with momentum %s, nesterov %s', (momentum, nesterov) => {
    const random = seededRandom('sgd', momentum);
    const start = Array.from({ length: size }, () => random.normal());
    const gradients = Array.from({ length: 15 }, () => start.map(() => random.normal()));
    const optimizer = sgd({ kind: 'sgd', momentum, nesterov }, layout);
    const weights = Float32Array.from(start);
    const traces = start.map((w, i) =>
      definition(
        w,
        gradients.map((g) => g[i]),
        0.05,
        momentum,
        nesterov,
      ),
    );
    gradients.forEach((gradient, step) => {
      optimizer.step(weights, Float32Array.from(gradient), 0.05);
      weights.forEach((w, i) => expect(w).toBeCloseTo(traces[i][step], 5));
    });
  });

  // The examples in the docstring of tf.keras.optimizers.SGD: loss w²/2, so gradient w.
  it.each<[number, number[]]>([
    [0, [0.9, 0.81]],
    [0.9, [0.9, 0.72]],
  ])("gives the values of Keras's own example with momentum %s", (momentum, expected) => {
    const optimizer = sgd({ kind: 'sgd', momentum, nesterov: false }, layOut1());
    const weights = Float32Array.of(1);
    for (const value of expected) {
      optimizer.step(weights, weights.slice(), 0.1);
      expect(weights[0]).toBeCloseTo(value, 6);
    }
  });

  it('keeps the rate of the day inside the velocity', () => {
    const optimizer = sgd({ kind: 'sgd', momentum: 0.5, nesterov: false }, layOut1());
    const weights = Float32Array.of(0);
    optimizer.step(weights, Float32Array.of(-1), 1);
    expect(weights[0]).toBe(1);
    optimizer.step(weights, Float32Array.of(-1), 0);
    expect(weights[0]).toBe(1.5);
  });

  it('has nothing to store without momentum', () => {
    expect(sgd({ kind: 'sgd', momentum: 0, nesterov: true }, layout).state().slots).toEqual({});
  });
});

function layOut1() {
  return layOut([{ name: 'w', shape: [], decays: true }]);
}
