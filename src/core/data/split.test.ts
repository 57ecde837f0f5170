import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Sample, SplitName } from './manifest';
import { assertNoLeak, drawSplit, findLeaks } from './split';

const sample = (file: string, split: SplitName, ids: Partial<Sample> = {}): Sample => ({
  file,
  source: 's',
  upstream: '',
  diagnosis: '',
  target: 'benign',
  split,
  lesionId: '',
  patientId: '',
  group: '',
  age: null,
  sex: '',
  site: '',
  mask: '',
  ...ids,
});

describe('assertNoLeak', () => {
  it.each([['lesionId'], ['patientId'], ['group']] as const)(
    'fails loudly when one %s stands on both sides',
    (kind) => {
      const samples = [sample('a', 'train', { [kind]: 'X' }), sample('b', 'test', { [kind]: 'X' })];
      expect(() => assertNoLeak(samples)).toThrow(/X \(train, test\)/);
    },
  );

  it('has nothing against rows that stand in no split', () => {
    const samples = [
      sample('a', 'train', { lesionId: 'X' }),
      { ...sample('b', 'test', { lesionId: 'X' }), split: 'none' as const },
    ];
    expect(findLeaks(samples)).toEqual([]);
  });

  it('does not take missing ids for one id', () => {
    expect(findLeaks([sample('a', 'train'), sample('b', 'test')])).toEqual([]);
  });
});

describe('drawSplit', () => {
  const many = Array.from({ length: 200 }, (_, i) => {
    const { split: _split, ...rest } = sample(`f${i}`, 'train', {
      target: i % 4 === 0 ? 'malignant' : 'benign',
      // Three pictures a lesion, all of one target.
      lesionId: `L${Math.floor(i / 12)}-${i % 4}`,
    });
    return rest;
  });

  it('never splits a lesion, whatever the seed', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        expect(findLeaks(drawSplit(many, seed))).toEqual([]);
      }),
      { numRuns: 20 },
    );
  });

  it('keeps every picture once, near the shares, in both targets', () => {
    const split = drawSplit(many, 1);
    expect(new Set(split.map(({ file }) => file)).size).toBe(200);
    for (const target of ['benign', 'malignant']) {
      const own = split.filter((s) => s.target === target);
      const train = own.filter((s) => s.split === 'train').length / own.length;
      expect(train).toBeGreaterThan(0.6);
      expect(train).toBeLessThan(0.8);
      expect(own.some((s) => s.split === 'val')).toBe(true);
      expect(own.some((s) => s.split === 'test')).toBe(true);
    }
  });

  it('draws the same split for the same seed and another for another', () => {
    expect(drawSplit(many, 7)).toEqual(drawSplit(many, 7));
    expect(drawSplit(many, 7)).not.toEqual(drawSplit(many, 8));
  });
});
