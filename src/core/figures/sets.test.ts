import { describe, expect, it } from 'vitest';
import { ageBand, cardEvaluations, copyOf, diagnosisFigures, groupFigures } from './sets';
import { ratedOf, sampleOf } from './testing';

const thresholds = {
  attend: { value: 0.5, rule: 'r', promised: null },
  quiet: { value: 0.1, rule: 'r', promised: null },
};
const rows = [
  ratedOf(0.9, { target: 'malignant', diagnosis: 'melanoma', source: 'a', upstream: 'x' }),
  ratedOf(0.2, { target: 'malignant', diagnosis: 'actinic keratosis', source: 'b' }),
  ratedOf(0.3, { diagnosis: 'nevus', source: 'a', upstream: 'x' }),
  ratedOf(0.6, { diagnosis: 'nevus', source: 'a', upstream: 'y' }),
  ratedOf(0.05, { diagnosis: '', source: 'b' }),
];

describe('groupFigures', () => {
  it('judges each group by itself, in order of names', () => {
    const figures = groupFigures(rows, thresholds, ({ source }) => source);
    expect(figures.map(({ set, n, malignant }) => [set, n, malignant])).toEqual([
      ['a', 3, 1],
      ['b', 2, 1],
    ]);
    expect(figures[1].sensitivity.value).toBe(0);
  });

  it('leaves out groups of one class, and rows in no group', () => {
    expect(groupFigures(rows, thresholds, copyOf).map(({ set }) => set)).toEqual(['a/x']);
  });
});

describe('diagnosisFigures', () => {
  it('holds each diagnosis against all of the other class', () => {
    const figures = diagnosisFigures(rows, thresholds);
    expect(figures.map(({ set, n, malignant }) => [set, n, malignant])).toEqual([
      ['actinic keratosis', 4, 1],
      ['melanoma', 4, 1],
      ['nevus', 4, 2],
    ]);
    // 0.2 lies above one of 0.3, 0.6 and 0.05.
    expect(figures[0].auroc.value).toBeCloseTo(1 / 3, 12);
    expect(figures[1].auroc.value).toBe(1);
  });
});

describe('cardEvaluations', () => {
  it('begins with all pictures, then tells keratosis, melanoma, sources and copies apart', () => {
    expect(
      cardEvaluations('Test pictures', rows, thresholds).map(({ set, n }) => [set, n]),
    ).toEqual([
      ['Test pictures, all sources', 5],
      ['Test pictures without actinic keratosis', 4],
      ['Test pictures, melanoma alone against all that are not malignant', 4],
      ['Test pictures from a', 3],
      ['Test pictures from b', 2],
    ]);
  });

  it('judges a copy alone where it has enough of both classes', () => {
    const copy = { source: 'a', upstream: 'x' };
    const some = (n: number) =>
      Array.from({ length: n }, (_, i) => [
        ratedOf(i / n, copy),
        ratedOf(i / n, { ...copy, target: 'malignant' }),
      ]).flat();
    const last = (n: number) => cardEvaluations('Test pictures', some(n), thresholds).at(-1)?.set;
    expect(last(20)).toBe('Test pictures from one copy, a/x');
    expect(last(19)).toBe('Test pictures from a');
  });

  it('says nothing twice', () => {
    const plain = [ratedOf(0.9, { target: 'malignant' }), ratedOf(0.1)];
    const sets = cardEvaluations('Test pictures', plain, thresholds).map(({ set }) => set);
    expect(sets).not.toContain('Test pictures without actinic keratosis');
  });
});

describe('ageBand', () => {
  it.each([
    [null, 'age not given'],
    [29, 'under 30'],
    [30, '30 to 49'],
    [69.5, '50 to 69'],
    [70, '70 and over'],
  ])('puts %s into "%s"', (age, band) => {
    expect(ageBand(sampleOf({ age }))).toBe(band);
  });
});
