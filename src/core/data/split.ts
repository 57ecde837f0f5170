// Splits that do not leak: one lesion, patient or group of near-duplicates stands on
// one side only. Given splits are checked; where none is given, one is drawn.
import { CoreError } from '../errors';
import { seededRandom, shuffled } from '../random';
import type { RowSplit, Sample, SplitName } from './manifest';

/** An id that stands in more than one split. */
export interface Leak {
  readonly kind: 'lesion' | 'patient' | 'group';
  readonly id: string;
  readonly splits: readonly RowSplit[];
}

/** All ids that stand in more than one of train, val and test. */
export function findLeaks(samples: readonly Sample[]): Leak[] {
  const kinds = [
    ['lesion', (s: Sample) => s.lesionId],
    ['patient', (s: Sample) => s.patientId],
    ['group', (s: Sample) => s.group],
  ] as const;
  return kinds.flatMap(([kind, idOf]) => {
    const splitsOf = new Map<string, Set<RowSplit>>();
    for (const sample of samples) {
      const id = idOf(sample);
      if (id === '' || sample.split === 'none') continue;
      const splits = splitsOf.get(id) ?? new Set();
      splitsOf.set(id, splits.add(sample.split));
    }
    return [...splitsOf]
      .filter(([, splits]) => splits.size > 1)
      .map(([id, splits]) => ({ kind, id, splits: [...splits] }));
  });
}

/** @throws CoreError `split-leak` naming the first ids that straddle splits. */
export function assertNoLeak(samples: readonly Sample[]): void {
  const leaks = findLeaks(samples);
  if (leaks.length === 0) return;
  const shown = leaks
    .slice(0, 3)
    .map(({ kind, id, splits }) => `${kind} ${id} (${splits.join(', ')})`)
    .join('; ');
  throw new CoreError('split-leak', `${leaks.length} ids stand in more than one split: ${shown}`);
}

/** What a split is drawn by. */
export type SplitKeys = Pick<Sample, 'file' | 'target' | 'group' | 'lesionId' | 'patientId'>;

/** Shares of train, val and test. */
export const defaultShares: Readonly<Record<SplitName, number>> = {
  train: 0.7,
  val: 0.15,
  test: 0.15,
};

/**
 * Draws a stratified split for pictures that come without one: per target, groups
 * are shuffled by `seed` and dealt out by share. A picture without a group is its own.
 */
export function drawSplit<T extends SplitKeys>(
  samples: readonly T[],
  seed: number,
  shares: Readonly<Record<SplitName, number>> = defaultShares,
): (T & { readonly split: SplitName })[] {
  const groups = new Map<string, T[]>();
  for (const sample of samples) {
    const id = sample.group || sample.lesionId || sample.patientId || `file:${sample.file}`;
    const members = groups.get(id);
    if (members) members.push(sample);
    else groups.set(id, [sample]);
  }
  const targets = [...new Set(samples.map((s) => s.target))].sort();
  return targets.flatMap((target) => {
    const own = [...groups.values()].filter((group) => group[0].target === target);
    const order = shuffled(own, seededRandom(seed, 'split', target));
    const total = order.reduce((sum, group) => sum + group.length, 0);
    let dealt = 0;
    return order.flatMap((group) => {
      const share = dealt / total;
      dealt += group.length;
      const split: SplitName =
        share < shares.train ? 'train' : share < shares.train + shares.val ? 'val' : 'test';
      return group.map((sample) => ({ ...sample, split }));
    });
  });
}
