// Cross-validation: pictures dealt out to k folds, each of which is held out once. Patients,
// lesions and look-alikes stay together, every fold gets its share of each class. The test
// split takes no part.
import { CoreError } from '../errors';
import { seededRandom, shuffled } from '../random';
import type { RowSplit } from './manifest';

/** By what folds are drawn. */
export interface FoldChoice {
  /** How many. */
  readonly k: number;
  readonly seed: number;
}

/** One of the folds: the one that is held out. */
export interface Fold extends FoldChoice {
  /** From 0. */
  readonly index: number;
}

/** What a picture's fold is drawn by. */
export interface FoldKeys {
  readonly target: string;
  readonly split: RowSplit;
}

export const leastFolds = 2;
export const mostFolds = 20;

/**
 * Indices of the pictures that take part: those of train and val, or all where nothing was
 * split yet. Test is left alone, and so is what a split has left out.
 */
export function foldedRows(pictures: readonly FoldKeys[]): number[] {
  const rows = pictures.map((_picture, i) => i);
  if (pictures.every(({ split }) => split === 'none')) return rows;
  return rows.filter((i) => pictures[i].split === 'train' || pictures[i].split === 'val');
}

/**
 * The fold of every picture; -1 for one that takes no part. Groups are shuffled by the
 * seed and dealt out, the largest first, each to the fold in which it leaves the shares of
 * the classes most even (the greedy rule of scikit-learn's StratifiedGroupKFold); where
 * several are, to the one with the fewest pictures.
 * @param groups names what stays together, of every picture, as `groupNames` does; empty
 * for a picture that is alone.
 * @throws CoreError `config-invalid` for a `k` out of range, `data-invalid` where a fold
 * would lack a class.
 */
export function drawFolds(
  pictures: readonly FoldKeys[],
  groups: readonly string[],
  { k, seed }: FoldChoice,
): number[] {
  if (!Number.isInteger(k) || k < leastFolds || k > mostFolds) {
    throw new CoreError('config-invalid', `folds from ${leastFolds} to ${mostFolds}, not ${k}`);
  }
  const rows = foldedRows(pictures);
  const classes = [...new Set(rows.map((i) => pictures[i].target))].sort();
  const totals = classes.map((target) => rows.filter((i) => pictures[i].target === target).length);
  const held = Array.from({ length: k }, () => classes.map(() => 0));
  const folds = pictures.map(() => -1);
  const inTurn = shuffled(groupedRows(rows, groups), seededRandom(seed, 'folds', k)).sort(
    (a, b) => b.length - a.length,
  );
  for (const members of inTurn) {
    const own = classes.map(
      (target) => members.filter((i) => pictures[i].target === target).length,
    );
    const best = evenest(held, own, totals);
    own.forEach((count, c) => (held[best][c] += count));
    for (const i of members) folds[i] = best;
  }
  assertBothClasses(held, classes);
  return folds;
}

/**
 * The pictures of one fold's training: `val` is the fold, `train` all others. What takes
 * no part is left out, test pictures too.
 * @throws CoreError as `drawFolds`.
 */
export function samplesOfFold<P extends FoldKeys>(
  pictures: readonly P[],
  groups: readonly string[],
  { index, ...choice }: Fold,
): (P & { readonly split: 'train' | 'val' })[] {
  const folds = drawFolds(pictures, groups, choice);
  return pictures.flatMap((picture, i) =>
    folds[i] < 0 ? [] : [{ ...picture, split: folds[i] === index ? 'val' : 'train' }],
  );
}

function groupedRows(rows: readonly number[], groups: readonly string[]): number[][] {
  const named = new Map<string, number[]>();
  const all: number[][] = [];
  for (const i of rows) {
    const name = groups[i];
    const members = name === '' ? undefined : named.get(name);
    if (members) {
      members.push(i);
      continue;
    }
    const fresh = [i];
    all.push(fresh);
    if (name !== '') named.set(name, fresh);
  }
  return all;
}

// Adding `own` to fold f changes the sum of squares of a class's shares by
// (2·held + own)·own / total²: the smallest change leaves them most even.
function evenest(
  held: readonly (readonly number[])[],
  own: readonly number[],
  totals: readonly number[],
): number {
  let best = 0;
  let least = [Infinity, Infinity];
  held.forEach((counts, fold) => {
    const spread = own.reduce(
      (sum, count, c) => sum + ((2 * counts[c] + count) * count) / totals[c] ** 2,
      0,
    );
    const pictures = counts.reduce((sum, count) => sum + count, 0);
    if (spread < least[0] || (spread === least[0] && pictures < least[1])) {
      best = fold;
      least = [spread, pictures];
    }
  });
  return best;
}

function assertBothClasses(held: readonly (readonly number[])[], classes: readonly string[]): void {
  for (const target of ['benign', 'malignant']) {
    const c = classes.indexOf(target);
    const lacking = held.findIndex((counts) => !(counts[c] > 0));
    if (lacking < 0) continue;
    throw new CoreError(
      'data-invalid',
      `fold ${lacking + 1} of ${held.length} would have no ${target} picture: take fewer folds`,
    );
  }
}
