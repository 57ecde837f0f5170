import { describe, expect, it } from 'vitest';
import { ratedOf } from '../figures/testing';
import { chooseGateThreshold, chooseThresholds } from './choose-thresholds';

const upTo = (n: number) => Array.from({ length: n }, (_, i) => i + 1);

describe('chooseThresholds', () => {
  const promises = { attendSpecificity: 0.8, quietSensitivity: 0.95 };

  it('promises both rates, each of its own class', () => {
    const benign = upTo(9).map((i) => ratedOf(i / 100));
    const malignant = upTo(39).map((i) => ratedOf(i / 50, { target: 'malignant' }));
    const { attend, quiet } = chooseThresholds(promises, [...benign, ...malignant]);
    // ⌊0.2 · 10⌋ = 2: above the second largest; ⌊0.05 · 40⌋ = 2: the second smallest.
    expect(attend.value).toBeCloseTo(0.085, 12);
    expect(attend).toMatchObject({ promised: 0.2 });
    expect(quiet).toMatchObject({ value: 0.04, promised: 0.05 });
    const { attend: paper } = chooseThresholds({ ...promises, attendSpecificity: 0.86 }, benign);
    expect(paper.rule).toContain('at most 14 are flagged');
    expect(quiet.rule).toContain('39 malignant validation pictures: of 100, at most 5 get');
  });

  it('never lets the two cross', () => {
    const rows = [
      ...upTo(9).map((i) => ratedOf(i / 100)),
      ...upTo(39).map(() => ratedOf(0.9, { target: 'malignant' })),
    ];
    const { attend, quiet } = chooseThresholds(promises, rows);
    expect(quiet.value).toBe(attend.value);
  });

  it('leaves nothing quiet and next to nothing flagged where there is too little to go by', () => {
    const few = [ratedOf(0.2), ratedOf(0.7, { target: 'malignant' })];
    const { attend, quiet } = chooseThresholds(promises, few);
    expect([attend.value, quiet.value]).toEqual([1, 0]);
  });
});

describe('chooseGateThreshold', () => {
  it('turns away 2 % of the main pictures and 5 % of the others, whichever is fewer', () => {
    const others = upTo(39).map((i) => i - 20);
    expect(chooseGateThreshold(upTo(999), others)).toMatchObject({ threshold: -18 });
    const { threshold, rule } = chooseGateThreshold(
      upTo(999),
      upTo(39).map((i) => i + 500),
    );
    expect(threshold).toBe(20);
    expect(rule).toContain('19 of 999 validation pictures of lesions, and 0 of 39 further');
  });

  it('turns away no lesion where there are too few to tell', () => {
    expect(chooseGateThreshold([3, 1, 2], [])).toMatchObject({ threshold: 1 });
  });
});
