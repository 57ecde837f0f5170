import { describe, expect, it } from 'vitest';
import { seededRandom } from '../random';
import { fitLogistic, scoreOf, type LogisticRows } from './logistic';

const rowsOf = (rows: readonly (readonly [number[], boolean, number?])[]): LogisticRows => ({
  features: Float32Array.from(rows.flatMap(([features]) => features)),
  isPositive: rows.map(([, isPositive]) => isPositive),
  importance: rows.map(([, , importance = 1]) => importance),
});

describe('fitLogistic', () => {
  it('finds the log-odds of a feature that is on or off', () => {
    // 3 of 4 positive where it is on, 1 of 4 where it is off: log-odds ± ln 3.
    const on = [true, true, true, false].map((p): [number[], boolean] => [[1], p]);
    const off = [true, false, false, false].map((p): [number[], boolean] => [[0], p]);
    const model = fitLogistic(rowsOf([...on, ...off]), { decay: 0 });
    expect(scoreOf(model, [1])).toBeCloseTo(Math.log(3), 3);
    expect(scoreOf(model, [0])).toBeCloseTo(-Math.log(3), 3);
  });

  it('counts rows by their importance', () => {
    const model = fitLogistic(
      rowsOf([
        [[0], true, 3],
        [[0], false, 1],
      ]),
      { decay: 0.1 },
    );
    expect(model.bias).toBeCloseTo(Math.log(3), 3);
  });

  it('keeps the weights of what can be separated finite, smaller with more decay', () => {
    const rows = rowsOf([
      [[-1], false],
      [[1], true],
    ]);
    const [weak, strong] = [0.01, 1].map((decay) => fitLogistic(rows, { decay }).weights[0]);
    expect(weak).toBeGreaterThan(strong);
    expect(strong).toBeGreaterThan(0);
    // Where the gradient vanishes: σ(−w) = decay · w.
    expect(1 / (1 + Math.exp(strong))).toBeCloseTo(strong, 4);
  });

  it('finds what tells many features apart, whatever their scale, and nothing in constants', () => {
    const random = seededRandom('logistic');
    const rows = Array.from({ length: 300 }, (_, i): [number[], boolean] => {
      const isPositive = i % 2 === 0;
      return [
        [1000 * random.normal(), 0.01 * (random.normal() + (isPositive ? 2 : -2)), 5],
        isPositive,
      ];
    });
    const model = fitLogistic(rowsOf(rows), { decay: 0.01 });
    const right = rows.filter(([row, isPositive]) => scoreOf(model, row) > 0 === isPositive);
    expect(right.length).toBeGreaterThan(285);
    expect(Math.abs(model.weights[2])).toBeLessThan(1e-6);
  });

  it('gives the same twice', () => {
    const rows = rowsOf([
      [[1, 2], true],
      [[2, -1], false],
      [[0, 1], true],
    ]);
    expect(fitLogistic(rows, { decay: 0.1 })).toEqual(fitLogistic(rows, { decay: 0.1 }));
  });
});
