// The split of a set: drawn by a seed, with whatever belongs together on one side.
import { drawSplit } from '../../core/data/split';
import { groupNames, tieKeys } from '../../core/data/ties';
import type { LabPicture, LabSet } from '../../storage/lab/sets';

export interface SplitChoice {
  readonly seed: number;
  /** Shares of all; the rest is train. */
  readonly val: number;
  readonly test: number;
}

export const defaultSplit: SplitChoice = { seed: 1, val: 0.15, test: 0.15 };

/** Names of what belongs together: patients, lesions, look-alikes. */
export function tiesOf({ pictures, alike }: Pick<LabSet, 'pictures' | 'alike'>): string[] {
  return groupNames(pictures, alike, tieKeys);
}

/** The set with every picture in a split; the order of its pictures stays. */
export function withSplit(set: LabSet, { seed, val, test }: SplitChoice): LabSet {
  const ties = tiesOf(set);
  const tied = set.pictures.map((picture, i) => ({ ...picture, group: ties[i] }));
  const shares = { train: 1 - val - test, val, test };
  const splits = new Map(drawSplit(tied, seed, shares).map(({ file, split }) => [file, split]));
  const pictures = set.pictures.map((picture) => ({
    ...picture,
    split: splits.get(picture.file)!,
  }));
  return { ...set, pictures };
}

/** How many ties stand in more than one split. */
export function leaksOf(set: Pick<LabSet, 'pictures' | 'alike'>): number {
  const sides = new Map<string, Set<string>>();
  tiesOf(set).forEach((tie, i) => {
    const { split } = set.pictures[i];
    if (tie === '' || split === 'none') return;
    sides.set(tie, (sides.get(tie) ?? new Set()).add(split));
  });
  return [...sides.values()].filter(({ size }) => size > 1).length;
}

/** Whether a model can be trained: both classes to learn from and to choose by. */
export function isTrainable(pictures: readonly Pick<LabPicture, 'split' | 'target'>[]): boolean {
  return (['train', 'val'] as const).every((split) =>
    ['benign', 'malignant'].every((target) =>
      pictures.some((picture) => picture.split === split && picture.target === target),
    ),
  );
}
