import { describe, expect, it } from 'vitest';
import type { LabPicture, LabSet } from '../../../storage/lab/sets';
import { foldsAddress, foldsIn, planFolds } from './choice';

const picture = (i: number, changes: Partial<LabPicture> = {}): LabPicture => ({
  ...{ file: `${i}`, target: i % 3 ? 'benign' : 'malignant', split: 'train', source: '' },
  ...{ upstream: '', diagnosis: '', lesionId: '', patientId: '', group: '', age: null, sex: '' },
  ...{ site: '', mask: '', bytes: 1, width: 1, height: 1, findings: [], hash: [] },
  ...changes,
});
const setOf = (pictures: LabPicture[]): LabSet => ({
  ...{ id: 's', name: 's', createdAt: 1, isComplete: true, alike: [], refused: [], pictures },
});
const thirty = Array.from({ length: 30 }, (_, i) =>
  picture(i, { split: i < 24 ? 'train' : 'test' }),
);

describe('planFolds', () => {
  it('says what the folds hold, and what stays out', () => {
    expect(planFolds(setOf(thirty), { k: 4, seed: 1 })).toEqual({
      ...{ kind: 'drawn', benign: { low: 4, high: 4 }, malignant: { low: 2, high: 2 }, test: 6 },
    });
  });

  it('is not held up by what train shares with val, but by what test shares with them', () => {
    const shared = (a: number, b: number) =>
      thirty.map((one, i) => (i === a || i === b ? { ...one, patientId: 'p' } : one));
    const valToo = shared(0, 1).map((one, i) =>
      i === 1 ? { ...one, split: 'val' as const } : one,
    );
    expect(planFolds(setOf(valToo), { k: 4, seed: 1 }).kind).toBe('drawn');
    expect(planFolds(setOf(shared(0, 29)), { k: 4, seed: 1 })).toEqual({ kind: 'test-leaks' });
  });

  it('says why there can be no such folds', () => {
    expect(planFolds(setOf(thirty), { k: 9, seed: 1 })).toMatchObject({
      kind: 'impossible',
      reason: 'fold 9 of 9 would have no malignant picture: take fewer folds',
    });
  });
});

describe('an address', () => {
  it('carries the folds', () => {
    const choice = { k: 10, seed: 7 };
    expect(foldsIn(foldsAddress('x', choice).split('?')[1])).toEqual(choice);
  });

  it.each([undefined, '', 'folds=1', 'folds=abc', 'folds=21', 'folds=5&seed=x', 'folds=2.5'])(
    'asks for none: %s',
    (query) => expect(foldsIn(query)).toBeNull(),
  );
});
