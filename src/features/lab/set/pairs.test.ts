import { expect, it } from 'vitest';
import type { LabPicture } from '../../../storage/lab/sets';
import { pairsOf } from './pairs';

const picture = (
  file: string,
  bits: number,
  split: LabPicture['split'],
  target = 'benign',
): LabPicture => ({
  ...{ file, target, split, source: '', upstream: '', diagnosis: '', lesionId: '', patientId: '' },
  ...{ group: '', age: null, sex: '', site: '', mask: '', bytes: 1, width: 1, height: 1 },
  ...{ findings: [], hash: [2 ** bits - 1, 0, 0, 0, 0, 0, 0, 0] },
});

it('puts pairs first that stand in two splits, then in two classes, then the nearest', () => {
  const pictures = [
    picture('a', 0, 'train'),
    picture('b', 5, 'train'),
    picture('c', 1, 'train'),
    picture('d', 3, 'val'),
    picture('e', 4, 'train', 'malignant'),
    picture('f', 0, 'none'),
  ];
  const alike = [1, 2, 3, 4, 5].map((second) => ({ first: 0, second }));
  expect(
    pairsOf({ pictures, alike }).map(({ second, distance, straddles, disagrees }) => [
      ...[second.file, distance, straddles, disagrees],
    ]),
  ).toEqual([
    ['d', 3, true, false],
    ['e', 4, false, true],
    // What stands in no split leaks nothing.
    ['f', 0, false, false],
    ['c', 1, false, false],
    ['b', 5, false, false],
  ]);
});
