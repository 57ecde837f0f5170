import { describe, expect, it } from 'vitest';
import { disturbedFigures, type Answer } from './flips';

const answer = (probability: number, outcome: Answer['outcome'], malignant: boolean): Answer => ({
  probability,
  outcome,
  malignant,
});
const plain = [
  answer(0.9, 'attend', true),
  answer(0.5, 'unsure', true),
  answer(0.05, 'quiet', true),
  answer(0.4, 'unsure', false),
  answer(0.1, 'quiet', false),
];

describe('disturbedFigures', () => {
  it('finds nothing where nothing changed', () => {
    const { difference, flips, newlyQuiet } = disturbedFigures(plain, plain);
    expect([difference.value, flips.value, newlyQuiet.value]).toEqual([0, 0, 0]);
  });

  it('counts other outcomes of all, and malignant ones that fell silent', () => {
    const disturbed = [
      answer(0.02, 'quiet', true),
      answer(0.9, 'attend', true),
      answer(0.04, 'quiet', true),
      answer(0.4, 'unsure', false),
      answer(0.1, 'quiet', false),
    ];
    const { flips, newlyQuiet, auroc, difference } = disturbedFigures(plain, disturbed);
    expect(flips.value).toBe(2 / 5);
    expect(newlyQuiet.value).toBe(1 / 3);
    expect(auroc.value).toBe(2 / 6);
    // Undisturbed, 4 of 6 pairs are in order.
    expect(difference.value).toBeCloseTo(2 / 6 - 4 / 6, 12);
  });

  it('wants the same pictures', () => {
    expect(() => disturbedFigures(plain, plain.slice(1))).toThrow(RangeError);
  });
});
