// Pictures that belong together and must not stand on two sides of a split.
import type { Sample } from './manifest';
import { groupsOf, type NearPair } from './near-duplicates';

/** By what a set's pictures belong together beside their looks: patient, lesion, group. */
export const tieKeys: readonly ((picture: Sample) => string)[] = [
  ({ patientId }) => patientId,
  ({ lesionId }) => lesionId,
  ({ group }) => group,
];

/**
 * A name for whatever must not straddle a split: pictures that share what one of `keysOf`
 * gives (empty: nothing), and those that look alike, tied together; empty for a picture
 * tied to none.
 */
export function groupNames<P extends Pick<Sample, 'file'>>(
  pictures: readonly P[],
  near: readonly Pick<NearPair, 'first' | 'second'>[],
  keysOf: readonly ((picture: P) => string)[],
): string[] {
  const ties = [...near];
  for (const keyOf of keysOf) {
    const firstOf = new Map<string, number>();
    pictures.forEach((picture, i) => {
      const key = keyOf(picture);
      if (key === '') return;
      const first = firstOf.get(key);
      if (first === undefined) firstOf.set(key, i);
      else ties.push({ first, second: i });
    });
  }
  const names = pictures.map(() => '');
  for (const members of groupsOf(ties)) {
    for (const i of members) names[i] = pictures[members[0]].file;
  }
  return names;
}
