import { describe, expect, it } from 'vitest';
import { sampleOf } from '../../../src/core/figures/testing';
import type { LabelledSample } from '../../../src/core/data/manifest';
import { compareScores } from './compare-scores';

const samples = Array.from({ length: 20 }, (_, i) =>
  sampleOf({
    file: `${i}.jpg`,
    target: i < 8 ? 'malignant' : 'benign',
    diagnosis: i < 4 ? 'melanoma' : '',
  }),
) as LabelledSample[];
const scoresOf = (score: (i: number) => number) =>
  new Map(samples.map(({ file }, i) => [file, score(i)]));
const perfect = { name: 'perfect', scores: scoresOf((i) => -i) };
const backwards = { name: 'backwards', scores: scoresOf((i) => i) };

describe('compareScores', () => {
  it('holds each against the first, melanoma apart', () => {
    const { n, malignant, rows } = compareScores(samples, [perfect, backwards]);
    expect([n, malignant]).toEqual([20, 8]);
    expect(rows[0]).toMatchObject({
      auroc: { value: 1 },
      difference: null,
      p: null,
      sensitivity: { value: 1 },
      melanoma: { value: 1 },
    });
    expect(rows[1]).toMatchObject({ difference: { value: -1 }, sensitivity: { value: 0 } });
  });

  it('takes pictures of one patient, lesion or group together', () => {
    const worse = { name: 'worse', scores: scoresOf((i) => (i % 4 === 0 ? i : -i)) };
    const alone = compareScores(samples, [perfect, worse]).rows[1];
    const twins = samples.map((sample, i) => ({ ...sample, group: `g${i >> 2}` }));
    const together = compareScores(twins, [perfect, worse]).rows[1];
    expect(together.difference!.value).toBe(alone.difference!.value);
    expect(together.p).not.toBe(alone.p);
    expect(together.auroc.high - together.auroc.low).not.toBe(alone.auroc.high - alone.auroc.low);
  });

  it('judges all on the pictures that all have a score for, and counts the others', () => {
    const partial = new Map(perfect.scores);
    partial.delete('0.jpg');
    const { n, leftOut } = compareScores(samples, [perfect, { name: 'p', scores: partial }]);
    expect([n, leftOut]).toEqual([19, 1]);
  });

  it('needs pictures in common, of both classes', () => {
    const none = { name: 'none', scores: new Map<string, number>() };
    expect(() => compareScores(samples, [perfect, none])).toThrow(/0 have a score of all/);
    expect(() => compareScores(samples.slice(8), [perfect])).toThrow(/both classes/);
  });
});
