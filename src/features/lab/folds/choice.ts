// Folds as a person chooses them: on the page of a set, and carried on in the address.
import {
  drawFolds,
  foldedRows,
  leastFolds,
  mostFolds,
  samplesOfFold,
  type FoldChoice,
} from '../../../core/data/folds';
import type { LabPicture, LabSet } from '../../../storage/lab/sets';
import { leaksOf, tiesOf } from '../split';

export const defaultFolds: FoldChoice = { k: 5, seed: 1 };

/** How many pictures of a class the folds hold, from the one with the fewest to the fullest. */
export interface FoldRange {
  readonly low: number;
  readonly high: number;
}

export type FoldPlan =
  | {
      readonly kind: 'drawn';
      readonly benign: FoldRange;
      readonly malignant: FoldRange;
      /** Test pictures, which take no part. */
      readonly test: number;
    }
  /** Test shares a patient, lesion or look-alike with what would be trained on. */
  | { readonly kind: 'test-leaks' }
  | { readonly kind: 'impossible'; readonly reason: string };

/** What folds of a set would be like. */
export function planFolds(set: LabSet, choice: FoldChoice): FoldPlan {
  if (testLeaks(set)) return { kind: 'test-leaks' };
  let folds: number[];
  try {
    folds = drawFolds(set.pictures, tiesOf(set), choice);
  } catch (error) {
    return { kind: 'impossible', reason: (error as Error).message };
  }
  const rangeOf = (target: string): FoldRange => {
    const counts = Array.from({ length: choice.k }, () => 0);
    set.pictures.forEach((picture, i) => {
      if (folds[i] >= 0 && picture.target === target) counts[folds[i]]++;
    });
    return { low: Math.min(...counts), high: Math.max(...counts) };
  };
  return {
    kind: 'drawn',
    ...{ benign: rangeOf('benign'), malignant: rangeOf('malignant') },
    test: set.pictures.filter(({ split }) => split === 'test').length,
  };
}

/** The pictures as the first fold splits them; none where folds cannot be drawn. */
export function firstFold(set: LabSet, choice: FoldChoice): readonly LabPicture[] {
  try {
    return samplesOfFold(set.pictures, tiesOf(set), { ...choice, index: 0 });
  } catch {
    // Too few pictures for so many folds: the form says so, an address typed by hand does not.
    return [];
  }
}

/** The address of the page that chooses their model. */
export function foldsAddress(setId: string, { k, seed }: FoldChoice): string {
  return `#/lab/sets/${setId}/model?folds=${k}&seed=${seed}`;
}

/** The folds that an address asks for; null for none, or for what are none. */
export function foldsIn(query: string | undefined): FoldChoice | null {
  const asked = new URLSearchParams(query ?? '');
  const k = Number(asked.get('folds'));
  const seed = Number(asked.get('seed') ?? defaultFolds.seed);
  const isRight =
    Number.isInteger(k) && k >= leastFolds && k <= mostFolds && Number.isInteger(seed) && seed >= 0;
  return isRight ? { k, seed } : null;
}

// Folds keep together what belongs together, but test stands outside of them.
function testLeaks({ pictures, alike }: LabSet): boolean {
  const folded = new Set(foldedRows(pictures));
  const merged = pictures.map((picture, i) =>
    folded.has(i) ? { ...picture, split: 'train' as const } : picture,
  );
  return leaksOf({ pictures: merged, alike }) > 0;
}
