import { describe, expect, it } from 'vitest';
import { seededRandom } from '../random';
import {
  brierScore,
  calibrate,
  expectedCalibrationError,
  fitCalibration,
  malignantMargin,
  reliability,
  shiftPrior,
} from './calibration';

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

describe('fitCalibration', () => {
  it('finds the scale and offset that made the data', () => {
    const random = seededRandom('platt');
    const cases = Array.from({ length: 20000 }, () => {
      const margin = 3 * random.normal();
      return { margin, malignant: random.next() < sigmoid(0.6 * margin - 1) };
    });
    const fitted = fitCalibration(cases);
    expect(fitted.scale).toBeCloseTo(0.6, 1);
    expect(fitted.offset).toBeCloseTo(-1, 1);
    expect(fitted.n).toBe(20000);
    const judged = cases.map(({ margin, malignant }) => ({
      probability: calibrate(margin, fitted),
      malignant,
    }));
    expect(expectedCalibrationError(judged)).toBeLessThan(0.02);
  });

  it('stays finite on separable data', () => {
    const fitted = fitCalibration([
      { margin: -2, malignant: false },
      { margin: -1, malignant: false },
      { margin: 1, malignant: true },
      { margin: 2, malignant: true },
    ]);
    expect(fitted.scale).toBeGreaterThan(0);
    expect(Number.isFinite(fitted.scale)).toBe(true);
  });

  const drawn = (margins: readonly number[], isMalignant: (i: number) => boolean) =>
    margins.map((margin, i) => ({ margin, malignant: isMalignant(i) }));
  const share = (cases: readonly { margin: number; malignant: boolean }[]) =>
    calibrate(cases[0].margin, fitCalibration(cases));

  it('gives the share of malignant where margins rank the wrong way round', () => {
    const random = seededRandom('wrong way');
    const margins = Array.from({ length: 100 }, (_, i) => (i < 20 ? 2.5 : 3.5) + random.normal());
    const cases = drawn(margins, (i) => i < 20);
    const fitted = fitCalibration(cases);
    expect(fitted.scale).toBe(1e-6);
    for (const { margin } of cases) expect(calibrate(margin, fitted)).toBeCloseTo(0.2, 1);
  });

  it.each([5, -0.0002, 0])('and where all are the same, as of a dead network (%f)', (margin) => {
    const cases = drawn(new Array<number>(100).fill(margin), (i) => i < 20);
    // Platt's targets pull it by less than 0.01 toward the middle.
    expect(share(cases)).toBeCloseTo(0.2, 1);
    expect(Math.abs(share(cases) - 0.2)).toBeLessThan(0.011);
  });

  it('finds the same curve however large the margins are', () => {
    const random = seededRandom('large');
    const margins = Array.from({ length: 100 }, () => 12 * random.normal());
    const isMalignant = (i: number) => (i % 14 === 0 ? margins[i] < 0 : margins[i] > 0);
    const plain = fitCalibration(drawn(margins, isMalignant));
    for (const factor of [0.01, 5, 1000]) {
      const large = margins.map((margin) => margin * factor);
      const fitted = fitCalibration(drawn(large, isMalignant));
      expect(fitted.scale * factor).toBeCloseTo(plain.scale, 6);
      expect(fitted.offset).toBeCloseTo(plain.offset, 6);
    }
    const shift = margins.map((margin) => margin + 300);
    expect(fitCalibration(drawn(shift, isMalignant)).scale).toBeCloseTo(plain.scale, 6);
  });

  it('refuses a set with one class', () => {
    expect(() => fitCalibration([{ margin: 1, malignant: true }])).toThrow(/both classes/);
  });
});

describe('malignantMargin', () => {
  const labels = [{ malignant: false }, { malignant: true }, { malignant: true }];

  it('is the log-odds of the summed softmax', () => {
    // softmax of (ln 2, ln 1, ln 1) = (1/2, 1/4, 1/4): odds 1.
    expect(malignantMargin([Math.log(2), 0, 0], labels)).toBeCloseTo(0, 12);
  });

  it('does not overflow', () => {
    expect(malignantMargin([0, 1000, 0], labels)).toBeCloseTo(1000, 6);
  });

  it('refuses logits that do not fit the labels', () => {
    expect(() => malignantMargin([1, 2], labels)).toThrow(/3 labels but 2 logits/);
  });
});

describe('shiftPrior', () => {
  it.each([
    // A 1:1-trained 0.5 and 0.9 at the paper's 1.76 %.
    [0.5, 0.0176],
    [0.9, 0.1388],
  ])('brings %f from 1:1 down to %f', (probability, expected) => {
    expect(shiftPrior(probability, 0.5, 0.0176)).toBeCloseTo(expected, 3);
  });

  it('leaves 0 and 1 alone', () => {
    expect(shiftPrior(0, 0.5, 0.1)).toBe(0);
    expect(shiftPrior(1, 0.5, 0.1)).toBe(1);
  });

  it.each([0, 1, NaN, -0.1])('wants no prior of %f', (prior) => {
    expect(() => shiftPrior(0.5, prior, 0.1)).toThrow(RangeError);
    expect(() => shiftPrior(0.5, 0.1, prior)).toThrow(RangeError);
  });
});

describe('reliability, ECE and Brier', () => {
  const cases = [
    { probability: 0.1, malignant: false },
    { probability: 0.2, malignant: true },
    { probability: 0.8, malignant: true },
    { probability: 0.9, malignant: false },
  ];

  it('agree with values worked out by hand', () => {
    // Two bins: mean 0.15 against 1/2, mean 0.85 against 1/2.
    expect(reliability(cases, 2)).toEqual([
      { n: 2, meanProbability: expect.closeTo(0.15, 12) as number, malignantShare: 0.5 },
      { n: 2, meanProbability: expect.closeTo(0.85, 12) as number, malignantShare: 0.5 },
    ]);
    expect(expectedCalibrationError(cases, 2)).toBeCloseTo(0.35, 12);
    expect(brierScore(cases)).toBeCloseTo((0.01 + 0.64 + 0.04 + 0.81) / 4, 12);
  });

  it('put a probability of exactly 1 in the last bin', () => {
    expect(reliability([{ probability: 1, malignant: true }], 10)).toHaveLength(1);
  });
});
