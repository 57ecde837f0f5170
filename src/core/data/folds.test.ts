import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawFolds, foldedRows, samplesOfFold, type FoldKeys } from './folds';

const picture = (target: string, split: FoldKeys['split'] = 'train'): FoldKeys => ({
  target,
  split,
});
const many = (benign: number, malignant: number) => [
  ...Array.from({ length: benign }, () => picture('benign')),
  ...Array.from({ length: malignant }, () => picture('malignant')),
];
const alone = (pictures: readonly FoldKeys[]) => pictures.map(() => '');
const countsOf = (
  folds: readonly number[],
  pictures: readonly FoldKeys[],
  target: string,
  k: number,
) =>
  Array.from(
    { length: k },
    (_, fold) => pictures.filter((one, i) => one.target === target && folds[i] === fold).length,
  );

/** Patients with one to five pictures of either class. */
const patients = fc.array(
  fc.array(fc.constantFrom('benign', 'malignant'), { minLength: 1, maxLength: 5 }),
  { minLength: 60, maxLength: 120 },
);
const drawn = fc.record({
  patients,
  k: fc.integer({ min: 2, max: 6 }),
  seed: fc.integer({ min: 0, max: 1e6 }),
});

describe('drawFolds', () => {
  it('holds every picture out exactly once, with its patient, whatever the seed', () => {
    fc.assert(
      fc.property(drawn, ({ patients: people, k, seed }) => {
        const pictures = people.flatMap((targets) => targets.map((target) => picture(target)));
        const groups = people.flatMap((targets, i) => targets.map(() => `person-${i}`));
        const folds = drawFolds(pictures, groups, { k, seed });
        expect(folds).toHaveLength(pictures.length);
        expect(folds.every((fold) => Number.isInteger(fold) && fold >= 0 && fold < k)).toBe(true);
        const foldsOfGroup = new Map<string, Set<number>>();
        groups.forEach((group, i) =>
          foldsOfGroup.set(group, (foldsOfGroup.get(group) ?? new Set()).add(folds[i])),
        );
        expect([...foldsOfGroup.values()].every(({ size }) => size === 1)).toBe(true);
        const times = pictures.map(() => 0);
        for (let index = 0; index < k; index++) {
          const samples = samplesOfFold(
            pictures.map((one, i) => ({ ...one, i })),
            groups,
            { k, seed, index },
          );
          expect(samples).toHaveLength(pictures.length);
          for (const { i, split } of samples) if (split === 'val') times[i]++;
        }
        expect(times.every((n) => n === 1)).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  it('keeps the share of each class, to within the pictures of one patient or two', () => {
    fc.assert(
      fc.property(drawn, ({ patients: people, k, seed }) => {
        const pictures = people.flatMap((targets) => targets.map((target) => picture(target)));
        const groups = people.flatMap((targets, i) => targets.map(() => `person-${i}`));
        const folds = drawFolds(pictures, groups, { k, seed });
        for (const target of ['benign', 'malignant']) {
          const counts = countsOf(folds, pictures, target, k);
          expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(10);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('deals single pictures out as evenly as they can be', () => {
    fc.assert(
      fc.property(
        ...[fc.integer({ min: 6, max: 90 }), fc.integer({ min: 6, max: 40 })],
        ...[fc.integer({ min: 2, max: 6 }), fc.integer()],
        (benign, malignant, k, seed) => {
          const pictures = many(benign, malignant);
          const folds = drawFolds(pictures, alone(pictures), { k, seed });
          for (const target of ['benign', 'malignant']) {
            const counts = countsOf(folds, pictures, target, k);
            expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
          }
          const sizes = Array.from({ length: k }, (_, i) => folds.filter((f) => f === i).length);
          expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(2);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('draws the same folds for the same seed and another for another', () => {
    const pictures = many(40, 20);
    const draw = (seed: number) => drawFolds(pictures, alone(pictures), { k: 5, seed });
    expect(draw(1)).toEqual(draw(1));
    expect(draw(1)).not.toEqual(draw(2));
  });

  it('leaves the test split alone, and what a split has left out', () => {
    const pictures = [...many(4, 4), picture('benign', 'test'), picture('malignant', 'none')];
    const folds = drawFolds(pictures, alone(pictures), { k: 2, seed: 1 });
    expect(folds.slice(8)).toEqual([-1, -1]);
    expect(samplesOfFold(pictures, alone(pictures), { k: 2, seed: 1, index: 0 })).toHaveLength(8);
  });

  it('takes all where nothing was split yet', () => {
    const pictures = many(2, 2).map((one) => ({ ...one, split: 'none' as const }));
    expect(foldedRows(pictures)).toEqual([0, 1, 2, 3]);
  });

  it.each([
    [many(10, 2), 3, 'fold 3 of 3 would have no malignant picture'],
    [many(10, 0), 2, 'would have no malignant picture'],
    [many(10, 10), 1, 'folds from 2 to 20, not 1'],
    [many(10, 10), 2.5, 'folds from 2 to 20, not 2.5'],
  ])('refuses what gives no figure (%#)', (pictures, k, message) => {
    expect(() => drawFolds(pictures, alone(pictures), { k, seed: 1 })).toThrow(message);
  });

  it('refuses where one patient has all of a class', () => {
    const pictures = many(10, 4);
    const groups = pictures.map(({ target }) => (target === 'malignant' ? 'p' : ''));
    expect(() => drawFolds(pictures, groups, { k: 2, seed: 1 })).toThrow('no malignant picture');
  });
});
