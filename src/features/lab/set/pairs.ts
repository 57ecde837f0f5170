// Pictures of a set that look alike, as pairs to be looked at.
import { hashDistance } from '../../../core/image/perceptual-hash';
import type { LabPicture, LabSet } from '../../../storage/lab/sets';

export interface Pair {
  readonly first: LabPicture;
  readonly second: LabPicture;
  /** Bits in which their hashes differ. */
  readonly distance: number;
  /** They stand in two splits. */
  readonly straddles: boolean;
  /** They are labelled differently. */
  readonly disagrees: boolean;
}

/** What does harm first: pairs in two splits, then in two classes; of those the nearest. */
export function pairsOf({ pictures, alike }: Pick<LabSet, 'pictures' | 'alike'>): Pair[] {
  const hashes = pictures.map(({ hash }) => Uint32Array.from(hash));
  return alike
    .map(({ first, second }): Pair => {
      const [a, b] = [pictures[first], pictures[second]];
      return {
        first: a,
        second: b,
        distance: hashDistance(hashes[first], hashes[second]),
        straddles: a.split !== b.split && a.split !== 'none' && b.split !== 'none',
        disagrees: a.target !== b.target,
      };
    })
    .sort((a, b) => harm(b) - harm(a) || a.distance - b.distance);
}

function harm({ straddles, disagrees }: Pair): number {
  return 2 * Number(straddles) + Number(disagrees);
}
