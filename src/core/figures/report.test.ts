import { describe, expect, it } from 'vitest';
import { reportOf, type CalibratedCard } from './report';
import { scoredOf } from './testing';

const card: CalibratedCard = {
  labels: [
    { name: 'benign', malignant: false },
    { name: 'malignant', malignant: true },
  ],
  calibration: { method: 'platt', scale: 1, offset: 0, prevalence: 0.5, n: 2 },
  thresholds: {
    attend: { value: 0.6, rule: 'r', promised: null },
    quiet: { value: 0.4, rule: 'r', promised: null },
  },
  gate: { threshold: 0, rule: 'r', judged: [] },
};
const rows = [
  scoredOf(3, 5, { target: 'malignant', sex: 'female', age: 60, site: 'back' }),
  scoredOf(-3, 5, { sex: 'female', age: 61 }),
  scoredOf(-2, -1, { sex: 'male', age: 20 }),
  scoredOf(4, -9, { target: 'not-a-lesion', diagnosis: 'hand' }),
  scoredOf(1, 2, { target: '', source: 'phone' }),
];

describe('reportOf', () => {
  it('counts the labelled in the figures, turned away or not, and the rest beside them', () => {
    const { figures, leftOut, abstained } = reportOf(rows, card, 'test');
    expect(figures?.pooled).toMatchObject({ set: 'test, pooled', n: 3, malignant: 1 });
    // The malignant one at 0.95 is flagged, the benign ones are not.
    expect(figures?.decision).toMatchObject({ truePositive: 1, trueNegative: 2, falsePositive: 0 });
    expect(figures?.decision.trivial.accuracy).toBeCloseTo(2 / 3, 12);
    expect(figures?.bySex.map(({ set, n }) => [set, n])).toEqual([['female', 2]]);
    expect(figures?.byAge.map(({ set, n }) => [set, n])).toEqual([['50 to 69', 2]]);
    expect(leftOut).toEqual({ 'not-a-lesion': 1, 'not labelled': 1 });
    expect(abstained).toEqual({ 'not-a-lesion': 2 });
  });

  it('says of every picture what the gate makes of it, and keeps its probability', () => {
    const { predictions } = reportOf(rows, card, 'test');
    expect(predictions[2]).toMatchObject({
      outcome: 'abstained',
      gate: { score: -1, rejected: true },
    });
    expect(predictions[2].probability).toBeCloseTo(1 / (1 + Math.exp(2)), 12);
    expect(predictions[0]).toMatchObject({
      outcome: 'attend',
      gate: { score: 5, rejected: false },
    });
  });

  it('counts lesions of each source and each kind of other picture at the gate', () => {
    const { gate } = reportOf(rows, card, 'test');
    expect(gate.map(({ set, n, rejected }) => [set, n, rejected.value])).toEqual([
      ['lesions', 4, 0.25],
      ['lesions from clinic', 3, 1 / 3],
      ['lesions from phone', 1, 0],
      ['no lesion', 1, 1],
      ['no lesion: hand', 1, 1],
    ]);
  });

  it('has no gate to speak of without one, and no figures without labels', () => {
    const bare = reportOf([scoredOf(1, null)], { ...card, gate: null }, 'test');
    expect(bare.gate).toEqual([]);
    expect(bare.predictions[0]).not.toHaveProperty('gate');
    expect(reportOf(rows.slice(3), card, 'test').figures).toBeNull();
  });
});
