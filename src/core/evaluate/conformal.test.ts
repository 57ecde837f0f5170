import { describe, expect, it } from 'vitest';
import { seededRandom } from '../random';
import { lowerThreshold, upperThreshold } from './conformal';

const oneToNineteen = Array.from({ length: 19 }, (_, i) => i + 1);

describe('lowerThreshold', () => {
  it('is the ⌊rate · (n + 1)⌋-th smallest', () => {
    expect(lowerThreshold(oneToNineteen.toReversed(), 0.05)).toBe(1);
    expect(lowerThreshold(oneToNineteen, 0.1)).toBe(2);
    expect(lowerThreshold(oneToNineteen, 0.149)).toBe(2);
  });

  it('promises nothing of too few', () => {
    expect(lowerThreshold(oneToNineteen.slice(1), 0.05)).toBe(-Infinity);
    expect(lowerThreshold([], 0.5)).toBe(-Infinity);
  });
});

describe('upperThreshold', () => {
  it('lies above the ⌊rate · (n + 1)⌋-th largest, and not above the next', () => {
    expect(upperThreshold(oneToNineteen, 0.1)).toBe(18.5);
    expect(upperThreshold(oneToNineteen, 0.05)).toBeGreaterThan(19);
  });

  it('does not let a tie through', () => {
    expect(upperThreshold([1, 2, 3, 3, 3, 3, 3, 3, 3], 0.3)).toBeGreaterThan(3);
  });

  it('promises nothing of too few', () => {
    expect(upperThreshold([1, 2], 0.1)).toBe(Infinity);
  });
});

describe('the promise', () => {
  it('holds on average over sets to choose on, and is not wasted', () => {
    const random = seededRandom('conformal');
    const draws = (n: number) => Array.from({ length: n }, () => random.normal());
    const rate = 0.1;
    let below = 0;
    let above = 0;
    const sets = 4000;
    for (let i = 0; i < sets; i++) {
      const chosenOn = draws(25);
      const [fresh] = draws(1);
      below += Number(fresh < lowerThreshold(chosenOn, rate));
      above += Number(fresh >= upperThreshold(chosenOn, rate));
    }
    // k / (n + 1) = 2 / 26 = 0.077; three standard errors of 4,000 draws are 0.013.
    expect(below / sets).toBeLessThan(0.077 + 0.013);
    expect(below / sets).toBeGreaterThan(0.077 - 0.013);
    expect(above / sets).toBeLessThan(0.077 + 0.013);
    expect(above / sets).toBeGreaterThan(0.03);
  });
});
