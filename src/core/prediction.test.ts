import { describe, expect, expectTypeOf, it } from 'vitest';
import type { QualityReport } from './image/quality';
import { judge, outcomeOf, type CalibratedProbability, type Prediction } from './prediction';

const labels = [
  { name: 'benign', malignant: false },
  { name: 'malignant', malignant: true },
];
const calibration = { method: 'platt', scale: 2, offset: -1, prevalence: 0.25, n: 100 } as const;
const thresholds = {
  attend: { value: 0.5, rule: 'r', promised: null },
  quiet: { value: 0.1, rule: 'r', promised: null },
};
const card = { labels, calibration, thresholds, gate: null };
const gated = { ...card, gate: { threshold: -0.5, rule: 'r', judged: [] } };
const output = (...logits: number[]) => ({ logits, gate: null });
const fine: QualityReport = { findings: [] };
const blocked: QualityReport = {
  findings: [{ problem: 'too-dark', severity: 'block', measured: 3, limit: 20 }],
};

describe('judge', () => {
  it('gives the calibrated probability and the outcome', () => {
    // Margin 1: sigmoid(2 · 1 − 1).
    const prediction = judge(output(0, 1), card, fine);
    expect(prediction).toMatchObject({ kind: 'assessed', outcome: 'attend', prevalence: 0.25 });
    if (prediction.kind === 'assessed') {
      expect(prediction.probability).toBeCloseTo(1 / (1 + Math.exp(-1)), 12);
    }
  });

  it('abstains from a blocked picture', () => {
    expect(judge(output(0, 1), card, blocked)).toMatchObject({
      kind: 'abstained',
      reason: 'image-quality',
    });
  });

  it('abstains without a calibration', () => {
    const raw = { labels, calibration: null, thresholds: null, gate: null };
    expect(judge(output(0, 9), raw, fine)).toMatchObject({ reason: 'uncalibrated-model' });
  });

  it.each([[[NaN, 1]], [[0, Infinity]]])('abstains from logits %o', (logits) => {
    expect(judge(output(...logits), card, fine)).toMatchObject({ reason: 'non-finite-output' });
  });

  it('abstains from a picture that never reached the network', () => {
    expect(judge(null, card, blocked)).toMatchObject({ reason: 'image-quality' });
  });

  it('abstains from what the gate turns away, and only from that', () => {
    const through = (gate: number | null) => judge({ logits: [0, 1], gate }, gated, fine);
    expect(through(-0.51)).toMatchObject({ kind: 'abstained', reason: 'not-a-lesion' });
    expect(through(-0.5)).toMatchObject({ kind: 'assessed', outcome: 'attend' });
  });

  it.each([NaN, Infinity, null])('abstains from a gate that gives %s', (gate) => {
    expect(judge({ logits: [0, 1], gate }, gated, fine)).toMatchObject({
      reason: 'non-finite-output',
    });
  });

  it('keeps the findings a person chose to go on with', () => {
    const warned: QualityReport = {
      findings: [{ problem: 'blurred', severity: 'warn', measured: 0.8, limit: 0.7 }],
    };
    expect(judge(output(0, 1), card, warned).quality).toBe(warned);
  });
});

describe('outcomeOf', () => {
  it.each([
    [0.5, 'attend'],
    [0.499, 'unsure'],
    [0.1, 'unsure'],
    [0.099, 'quiet'],
  ])('places %f as %s', (probability, outcome) => {
    expect(outcomeOf(probability, thresholds)).toBe(outcome);
  });
});

describe('Prediction', () => {
  it('has no room for a plain number as a probability, nor for one in an abstention', () => {
    expectTypeOf<number>().not.toExtend<CalibratedProbability>();
    expectTypeOf<Extract<Prediction, { kind: 'abstained' }>>().not.toHaveProperty('probability');
  });
});
