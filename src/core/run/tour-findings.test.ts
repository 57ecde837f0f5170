import { describe, expect, it } from 'vitest';
import { findingOf, type EndedArm } from './tour-findings';

/** Scores of benign and malignant pictures. */
const arm = (
  name: string,
  benign: readonly number[],
  malignant: readonly number[],
  rates: readonly number[] = [1],
): EndedArm => ({
  ...{ name, learningRates: rates, valLoss: 0.5 },
  scored: [
    ...benign.map((score) => ({ score, malignant: false })),
    ...malignant.map((score) => ({ score, malignant: true })),
  ],
});
const spread = (from: number, count: number) =>
  Array.from({ length: count }, (_, i) => from + i / 100);

describe('findingOf', () => {
  const trapped = arm('12-1', spread(-3, 60), spread(-1, 8));
  const balanced = arm('1-1', [...spread(-1, 54), ...spread(1, 6)], spread(1, 8));

  it('tells what each arm found at even odds, and the share that was right', () => {
    const { n, malignant, arms } = findingOf('imbalance', [trapped, balanced]);
    expect([n, malignant]).toEqual([68, 8]);
    expect(arms.map(({ found }) => found)).toEqual([0, 8]);
    expect(arms[0].accuracy).toBeCloseTo(60 / 68, 12);
    expect(arms[1].accuracy).toBeCloseTo(62 / 68, 12);
  });

  it('agrees with the trap, goes against it, or cannot tell, by a sign test', () => {
    // 8 of 8 that differ, one way: 2 / 2^8.
    const { verdict, p, favoured, against } = findingOf('imbalance', [trapped, balanced]);
    expect(verdict).toBe('agrees');
    expect(p).toBeCloseTo(2 / 256, 12);
    expect([favoured.name, against.name]).toEqual(['1-1', '12-1']);
    const swapped = findingOf('imbalance', [
      { ...balanced, name: '12-1' },
      { ...trapped, name: '1-1' },
    ]);
    expect(swapped.verdict).toBe('disagrees');
    // 3 of 3: 2 / 2^3.
    const few = findingOf('imbalance', [
      arm('12-1', [-1], [-1, -1, -1, 1]),
      arm('1-1', [-1], [1, 1, 1, 1]),
    ]);
    expect(few.verdict).toBe('unclear');
    expect(few.p).toBeCloseTo(0.25, 12);
    const same = findingOf('imbalance', [arm('12-1', [-1], [1]), arm('1-1', [-1], [1])]);
    expect([same.p, same.verdict]).toEqual([1, 'unclear']);
  });

  const good = (name: string) => arm(name, spread(-1, 40), spread(1, 40));
  const poor = (name: string) => arm(name, spread(0, 40), spread(0.05, 40));

  it('holds seven convolutions against three, whatever five did', () => {
    const finding = findingOf('depth', [poor('3'), good('5'), good('7')]);
    expect(finding).toMatchObject({ verdict: 'agrees', against: { name: '3' } });
    expect(finding.difference.value).toBeLessThan(0);
    expect(finding.difference.high).toBeLessThan(0);
    expect(findingOf('depth', [good('3'), good('5'), poor('7')]).verdict).toBe('disagrees');
    expect(findingOf('depth', [good('3'), poor('5'), good('7')]).verdict).toBe('unclear');
  });

  it('holds Adam against the better of the other two', () => {
    const finding = findingOf('optimizer', [poor('sgd'), good('adam'), good('rmsprop')]);
    expect(finding).toMatchObject({ verdict: 'unclear', against: { name: 'rmsprop' } });
    expect(findingOf('optimizer', [poor('sgd'), good('adam'), poor('rmsprop')]).verdict).toBe(
      'agrees',
    );
  });

  it('tells losses apart by flipping signs, by hand: 4 of 4 the same way is 2 / 2^4', () => {
    const [low, high] = [
      arm('halved', [-3, -3.1], [3, 3.1]),
      arm('constant', [-1, -1.1], [1, 1.1]),
    ];
    const { p, verdict, difference, favoured } = findingOf('plateau', [low, high]);
    expect(p).toBeCloseTo(2 / 16, 1);
    expect(verdict).toBe('unclear');
    // log(1 + e^−3) and log(1 + e^−3.1), twice each.
    expect(favoured.loss).toBeCloseTo(
      (Math.log1p(Math.exp(-3)) + Math.log1p(Math.exp(-3.1))) / 2,
      12,
    );
    const other = (Math.log1p(Math.exp(-1)) + Math.log1p(Math.exp(-1.1))) / 2;
    expect(difference.value).toBeCloseTo(favoured.loss - other, 12);
    const same = findingOf('plateau', [low, { ...low, name: 'constant' }]);
    expect([same.p, same.verdict]).toEqual([1, 'unclear']);
  });

  it('counts how often a rate was lowered', () => {
    const halved = { ...good('halved'), learningRates: [4, 4, 2, 2, 1] };
    const { arms } = findingOf('plateau', [halved, good('constant')]);
    expect(arms.map(({ lowered, lastRate }) => [lowered, lastRate])).toEqual([
      [2, 1],
      [0, 1],
    ]);
  });

  it('refuses arms that were judged on other pictures', () => {
    expect(() => findingOf('depth', [good('3'), good('5'), { ...trapped, name: '7' }])).toThrow(
      /judged on the same pictures/,
    );
  });
});
