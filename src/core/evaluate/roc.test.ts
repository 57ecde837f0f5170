import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../random';
import {
  auroc,
  compareAuroc,
  rocCurve,
  thresholdAtSpecificity,
  type Interval,
  type Scored,
} from './roc';

const cases = (positive: number[], negative: number[]): Scored[] => [
  ...positive.map((score) => ({ score, malignant: true })),
  ...negative.map((score) => ({ score, malignant: false })),
];

// DeLong by its definition, pair by pair.
function naiveDeLong(positive: number[], negative: number[]) {
  const psi = (p: number, n: number) => (p > n ? 1 : p === n ? 0.5 : 0);
  const mean = (v: number[]) => v.reduce((a, b) => a + b, 0) / v.length;
  const variance = (v: number[]) => v.reduce((s, x) => s + (x - mean(v)) ** 2, 0) / (v.length - 1);
  const v10 = positive.map((p) => mean(negative.map((n) => psi(p, n))));
  const v01 = negative.map((n) => mean(positive.map((p) => psi(p, n))));
  const deviation = Math.sqrt(variance(v10) / v10.length + variance(v01) / v01.length);
  return { value: mean(v10), deviation };
}

describe('compareAuroc', () => {
  const random = seededRandom('paired');
  const both = Array.from({ length: 400 }, (_, i) => {
    const malignant = i % 4 === 0;
    const shared = random.normal() + Number(malignant);
    return { malignant, a: shared + 0.3 * random.normal(), b: shared + 1.5 * random.normal() };
  });
  const scored = (key: 'a' | 'b') =>
    both.map(({ malignant, ...scores }) => ({ malignant, score: scores[key] }));

  it('finds no difference between a score and itself, however it is scaled', () => {
    const same = compareAuroc(
      scored('a'),
      scored('a').map((c) => ({ ...c, score: Math.exp(c.score) })),
    );
    expect(same).toEqual({ difference: { value: 0, low: 0, high: 0 }, p: 1 });
  });

  it('agrees with resampling the cases', () => {
    const { difference, p } = compareAuroc(scored('a'), scored('b'));
    expect(difference.value).toBeCloseTo(auroc(scored('a')).value - auroc(scored('b')).value, 12);
    const draws = Array.from({ length: 400 }, () => {
      // Within each class, as DeLong counts them.
      const drawn = both.map(({ malignant }) => {
        const own = malignant ? 4 * random.below(100) : 4 * random.below(100) + 1 + random.below(3);
        return both[own];
      });
      const of = (key: 'a' | 'b') =>
        auroc(drawn.map(({ malignant, ...scores }) => ({ malignant, score: scores[key] }))).value;
      return of('a') - of('b');
    }).sort((x, y) => x - y);
    expect(difference.low).toBeCloseTo(draws[10], 1);
    expect(difference.high).toBeCloseTo(draws[390], 1);
    expect(Math.abs(difference.high - difference.low - (draws[390] - draws[10]))).toBeLessThan(
      0.2 * (draws[390] - draws[10]),
    );
    expect(p).toBeLessThan(0.001);
  });

  it('turns around with the order, at the same p', () => {
    const there = compareAuroc(scored('a'), scored('b'));
    const back = compareAuroc(scored('b'), scored('a'));
    expect(back.p).toBe(there.p);
    expect(back.difference.low).toBeCloseTo(-there.difference.high, 12);
  });

  it('has the p of a normal deviate', () => {
    // The first 60 cases only: with all of them p would be too small to tell.
    const { difference, p } = compareAuroc(scored('a').slice(0, 60), scored('b').slice(0, 60));
    const z = (1.959963984540054 * difference.value) / (difference.high - difference.value);
    let tail = 0;
    for (let x = Math.abs(z) + 5e-4; x < 10; x += 1e-3) tail += 1e-3 * Math.exp((-x * x) / 2);
    expect(p).toBeGreaterThan(0.001);
    expect(p).toBeCloseTo((2 * tail) / Math.sqrt(2 * Math.PI), 5);
  });

  it('claims no p where nothing is known of chance', () => {
    for (const [positive, negative] of [
      [[2], [1]],
      [[5], [1, 2, 3, 4]],
      [
        [8, 9],
        [1, 2, 3],
      ],
    ]) {
      const there = cases(positive, negative);
      const back = there.map(({ score, malignant }) => ({ score: -score, malignant }));
      const { difference, p } = compareAuroc(there, back);
      expect(difference).toEqual({ value: 1, low: -1, high: 1 });
      expect(p).toBeNaN();
      expect(compareAuroc(there, there)).toEqual({
        difference: { value: 0, low: 0, high: 0 },
        p: 1,
      });
    }
  });

  it('refuses other cases, and says nothing of one class alone', () => {
    expect(() => compareAuroc(scored('a'), scored('b').slice(1))).toThrow(RangeError);
    const alone = scored('a').filter(({ malignant }) => malignant);
    expect(compareAuroc(alone, alone).p).toBeNaN();
  });
});

describe('auroc', () => {
  it('gives the value and interval worked out by hand', () => {
    // Placements: malignant 0.5, 1; benign 1, 0.5; variance 0.125 each; SD = √0.125.
    const result = auroc(cases([0.35, 0.8], [0.1, 0.4]));
    expect(result.value).toBeCloseTo(0.75, 12);
    expect(result.low).toBeCloseTo(0.0693, 3);
    expect(result.high).toBeCloseTo(0.9918, 3);
  });

  it('promises no certainty for a few cases that are all ranked right, or all wrong', () => {
    const right = auroc(cases([5, 6, 7], [1, 2, 3, 4]));
    // Wilson's bound for 3 of 3: 3 / (3 + 1.96²).
    expect(right).toMatchObject({ value: 1, high: 1 });
    expect(right.low).toBeCloseTo(3 / (3 + 1.959964 ** 2), 6);
    const wrong = auroc(cases([1, 2, 3], [4, 5, 6, 7]));
    expect(wrong).toMatchObject({ value: 0, low: 0 });
    expect(wrong.high).toBeCloseTo(1 - right.low, 12);
  });

  it('nor where a class has one case, or all cases are tied', () => {
    const benign = Array.from({ length: 69 }, (_, i) => i);
    const one = auroc(cases([66.5], benign));
    expect(one.value).toBeCloseTo(67 / 69, 12);
    expect(one.high - one.low).toBeGreaterThan(0.7);
    const tied = auroc(cases(new Array<number>(40).fill(1), new Array<number>(100).fill(1)));
    // Wilson's for 20 of 40.
    expect(tied.value).toBe(0.5);
    expect(tied.low).toBeCloseTo(0.352, 3);
    expect(tied.high).toBeCloseTo(0.648, 3);
  });

  it('counts a tie as half a win', () => {
    expect(auroc(cases([1, 1], [1, 1])).value).toBe(0.5);
  });

  it('agrees with DeLong computed pair by pair, ties included', () => {
    const random = seededRandom('delong');
    const draw = (n: number, shift: number) =>
      Array.from({ length: n }, () => Math.round(4 * (random.normal() + shift)) / 4);
    const positive = draw(60, 0.8);
    const negative = draw(90, 0);
    const expected = naiveDeLong(positive, negative);
    const result = auroc(cases(positive, negative));
    expect(result.value).toBeCloseTo(expected.value, 12);
    const halfLogit =
      (1.959963984540054 * expected.deviation) / (expected.value * (1 - expected.value));
    const centre = Math.log(expected.value / (1 - expected.value));
    expect(result.low).toBeCloseTo(1 / (1 + Math.exp(halfLogit - centre)), 10);
    expect(result.high).toBeCloseTo(1 / (1 + Math.exp(-centre - halfLogit)), 10);
  });

  it('does not change under a monotone map', () => {
    const scores = fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(scores, scores, (positive, negative) => {
        const plain = auroc(cases(positive, negative));
        const mapped = auroc(
          cases(
            positive.map((x) => x ** 3 + 5),
            negative.map((x) => x ** 3 + 5),
          ),
        );
        expect(mapped.value).toBeCloseTo(plain.value, 12);
      }),
    );
  });

  it('refuses a score that is not a number', () => {
    expect(() => auroc(cases([NaN], [0.5]))).toThrow(/not a number/);
  });

  it('is NaN, not 0 or 1, when a class is missing', () => {
    expect(auroc(cases([0.5], [])).value).toBeNaN();
  });
});

describe('cases that belong together', () => {
  const random = seededRandom('clusters');
  // Groups of four that share most of their score, of one class each but every fifth.
  const groups = Array.from({ length: 60 }, (_, g) => {
    const shared = random.normal();
    return Array.from({ length: 4 }, (_, i) => {
      const malignant = g % 5 === 0 ? i < 2 : g % 2 === 0;
      const noise = () => shared + Number(malignant) + 0.3 * random.normal();
      return { malignant, cluster: `g${g}`, ours: noise(), theirs: noise() };
    });
  });
  const scored = (by: 'ours' | 'theirs', all = groups.flat()) =>
    all.map(({ malignant, cluster, ...scores }) => ({ malignant, cluster, score: scores[by] }));
  const deviation = ({ value, low, high }: Interval) =>
    ((Math.log(high / (1 - high)) - Math.log(low / (1 - low))) / 2 / 1.959964) *
    value *
    (1 - value);

  it('agree with resampling whole clusters, and not with resampling cases', () => {
    const draws = Array.from({ length: 2000 }, () =>
      auroc(
        scored(
          'ours',
          groups.flatMap(() => groups[Math.floor(random.next() * groups.length)]),
        ),
      ),
    ).map(({ value }) => value);
    const mean = draws.reduce((sum, value) => sum + value, 0) / draws.length;
    const spread = Math.sqrt(
      draws.reduce((sum, value) => sum + (value - mean) ** 2, 0) / draws.length,
    );
    const together = deviation(auroc(scored('ours')));
    expect(together / spread).toBeGreaterThan(0.85);
    expect(together / spread).toBeLessThan(1.15);
    const alone = auroc(scored('ours').map(({ cluster: _, ...one }) => one));
    expect(deviation(alone) / spread).toBeLessThan(0.75);
  });

  it('give the interval and p of DeLong where each stands alone', () => {
    const named = (by: 'ours' | 'theirs') =>
      scored(by).map((one, i) => ({ ...one, cluster: `own ${i}` }));
    const plain = (by: 'ours' | 'theirs') => scored(by).map((one) => ({ ...one, cluster: '' }));
    const [there, here] = [auroc(named('ours')), auroc(plain('ours'))];
    expect(there.low).toBeCloseTo(here.low, 12);
    const p = (of: typeof named) => compareAuroc(of('ours'), of('theirs')).p;
    expect(p(named)).toBeCloseTo(p(plain), 10);
  });

  it('are too few where a class is one cluster', () => {
    const of = (by: 'ours' | 'theirs') =>
      scored(by).filter(({ cluster, malignant }) => !malignant || cluster === 'g2');
    expect(compareAuroc(of('ours'), of('theirs')).p).toBeNaN();
  });
});

describe('thresholds', () => {
  const set = cases([0.9, 0.7, 0.6, 0.2], [0.8, 0.5, 0.4, 0.3, 0.1]);

  it('reach the specificity asked for, and not more than needed', () => {
    const threshold = thresholdAtSpecificity(set, 0.8);
    expect(threshold).toBeGreaterThan(0.5);
    expect(threshold).toBeLessThanOrEqual(0.8);
  });

  it('lose no malignant case between two benign ones', () => {
    const threshold = thresholdAtSpecificity(cases([0.2], [0.1, 0.9]), 0.5);
    expect(threshold).toBeGreaterThan(0.1);
    expect(threshold).toBeLessThanOrEqual(0.2);
  });

  it('never flag a benign case at specificity 1, even the highest', () => {
    expect(thresholdAtSpecificity(cases([0.1], [0.8]), 1)).toBeGreaterThan(0.8);
  });
});

describe('rocCurve', () => {
  it('runs from (0, 0) to (1, 1) and holds the area auroc gives', () => {
    const random = seededRandom('curve');
    const set = cases(
      Array.from({ length: 40 }, () => Math.round(random.normal() * 3 + 2)),
      Array.from({ length: 50 }, () => Math.round(random.normal() * 3)),
    );
    const points = rocCurve(set);
    expect(points[0]).toEqual({ falsePositiveRate: 0, truePositiveRate: 0 });
    expect(points.at(-1)).toEqual({ falsePositiveRate: 1, truePositiveRate: 1 });
    const area = points
      .slice(1)
      .reduce(
        (sum, point, i) =>
          sum +
          ((point.falsePositiveRate - points[i].falsePositiveRate) *
            (point.truePositiveRate + points[i].truePositiveRate)) /
            2,
        0,
      );
    expect(area).toBeCloseTo(auroc(set).value, 12);
  });
});
