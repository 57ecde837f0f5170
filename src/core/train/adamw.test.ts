import { tensor1d, variable } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { useCpuBackend } from '../testing';
import { AdamW } from './adamw';

beforeAll(useCpuBackend);

// The definition, in float64.
function trace(gradients: number[], rate: number, decay: number): number[] {
  let w = 1;
  let m = 0;
  let v = 0;
  return gradients.map((g, i) => {
    m = 0.9 * m + 0.1 * g;
    v = 0.999 * v + 0.001 * g * g;
    const mHat = m / (1 - 0.9 ** (i + 1));
    const vHat = v / (1 - 0.999 ** (i + 1));
    w = w * (1 - rate * decay) - (rate * mHat) / (Math.sqrt(vHat) + 1e-7);
    return w;
  });
}

describe('AdamW', () => {
  it.each([
    ['with decay', 0.1],
    ['without', 0],
  ])('follows its definition step by step, %s', (_name, weightDecay) => {
    const gradients = [1, -2, 0.5, 0.5, 3];
    const w = variable(tensor1d([1]), true, `w-${weightDecay}`);
    const optimizer = new AdamW([w], { weightDecay, decayed: [w.name] });
    const steps = gradients.map((g) => {
      const gradient = tensor1d([g]);
      optimizer.step({ [w.name]: gradient }, 0.05);
      gradient.dispose();
      return w.dataSync()[0];
    });
    trace(gradients, 0.05, weightDecay).forEach((value, i) =>
      expect(steps[i]).toBeCloseTo(value, 5),
    );
    optimizer.dispose();
    w.dispose();
  });

  it('does not decay what it was not told to', () => {
    const bias = variable(tensor1d([1]), true, 'bias');
    const optimizer = new AdamW([bias], { weightDecay: 0.5, decayed: [] });
    const zero = tensor1d([0]);
    optimizer.step({ bias: zero }, 0.1);
    expect(bias.dataSync()[0]).toBe(1);
    [zero, bias].forEach((t) => t.dispose());
    optimizer.dispose();
  });
});
