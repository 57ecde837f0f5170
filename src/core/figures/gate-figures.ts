// How many pictures a gate turns away: few of those that show a lesion, most of the others.
import { wilson } from '../evaluate/confusion';
import { isLabelled, type Sample } from '../data/manifest';
import type { Gate } from '../model/card';

/** A picture and its gate's log-odds. */
export interface GatedSample {
  readonly sample: Sample;
  readonly output: { readonly gate: number | null };
}

/** Whether a picture is known to show none. Anything else, labelled or not, is a lesion. */
export function isWithoutLesion({ target }: Pick<Sample, 'target'>): boolean {
  return target === 'not-a-lesion';
}

/** Share turned away of one set, with Wilson's 95 % interval. NaN for an empty one. */
export function rejectedShare(
  set: string,
  rows: readonly GatedSample[],
  threshold: number,
): Gate['judged'][number] {
  const rejected = rows.filter(({ output }) => (output.gate ?? Infinity) < threshold).length;
  return { set, n: rows.length, rejected: wilson(rejected, rows.length) };
}

/**
 * The sets of a model card; `pictures`, e.g. "Test pictures", begins each name. `main`: the
 * pictures the classifier is judged on; `others`: those brought for the gate, with and
 * without a lesion. Empty sets are left out.
 */
export function cardGateFigures(
  pictures: string,
  main: readonly GatedSample[],
  others: readonly GatedSample[],
  threshold: number,
): Gate['judged'] {
  const without = others.filter(({ sample }) => isWithoutLesion(sample));
  const isSkin = ({ sample }: GatedSample) => /\bskin\b/.test(sample.diagnosis);
  const withLesion = others.filter(({ sample }) => !isWithoutLesion(sample));
  const sets: [string, readonly GatedSample[]][] = [
    [`${pictures} of skin spots`, main.filter(({ sample }) => isLabelled(sample))],
    [`${pictures} of skin spots, of those brought for the gate`, withLesion],
    [`${pictures} without a skin spot`, without],
    [`${pictures} of bare skin`, without.filter(isSkin)],
    [`${pictures} without a skin spot, bare skin left out`, without.filter((row) => !isSkin(row))],
  ];
  return sets
    .filter(([, rows]) => rows.length > 0)
    .map(([set, rows]) => rejectedShare(set, rows, threshold));
}
