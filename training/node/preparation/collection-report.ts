// What a prepared collection is like before anybody trains on it: how uneven its classes
// are, which pictures are in it twice, and what stands on both sides of its split.
import { group, rollup } from 'd3-array';
import type { Target } from '../../../src/core/data/diagnosis';
import { nearPairs, type NearPair } from '../../../src/core/data/near-duplicates';
import type { RowSplit } from '../../../src/core/data/manifest';
import { HASH_WORDS } from '../../../src/core/image/perceptual-hash';
import type { PreparedPicture } from './prepare-collection';
import type { Fault, FaultKind } from './read-source';

/** Pictures that are the same, byte for byte. */
export interface SameBytes {
  readonly files: readonly string[];
  /** Whether they are labelled benign and malignant. */
  readonly isContradictory: boolean;
}

export interface Likeness {
  readonly exact: readonly SameBytes[];
  /** Of pictures that are not the same byte for byte, by index. */
  readonly near: readonly NearPair[];
}

/** Finds pictures that are the same, and those that look it. */
export function findLikeness(
  pictures: readonly PreparedPicture[],
  onRow?: (done: number) => void,
): Likeness {
  const exact = [...group(pictures, ({ sha256 }) => sha256).values()]
    .filter((same) => same.length > 1)
    .map((same) => ({
      files: same.map(({ file }) => file),
      isContradictory: new Set(same.map(({ target }) => target)).size > 1,
    }));
  const hashes = new Uint32Array(pictures.length * HASH_WORDS);
  pictures.forEach(({ hash }, i) => hashes.set(hash, i * HASH_WORDS));
  const near = nearPairs(hashes, onRow).filter(
    ({ first, second }) => pictures[first].sha256 !== pictures[second].sha256,
  );
  return { exact, near };
}

export interface CollectionReport {
  readonly pictures: number;
  readonly targets: Readonly<Record<Target, number>>;
  /** Of the larger class over the smaller; null where one is empty. */
  readonly ratio: number | null;
  readonly splits: Readonly<Record<string, Readonly<Record<Target, number>>>>;
  readonly faults: Readonly<Partial<Record<FaultKind, number>>>;
  readonly exactDuplicates: {
    readonly sets: number;
    readonly pictures: number;
    readonly contradictory: number;
  };
  readonly nearDuplicates: { readonly pairs: number; readonly contradictory: number };
  /** Ids, and pairs that look alike, on more than one side of the split. */
  readonly leaks: {
    readonly patients: number;
    readonly lesions: number;
    readonly nearPairs: number;
  };
}

/** All counts of a collection with its split. */
export function reportCollection(
  pictures: readonly (PreparedPicture & { readonly split: RowSplit })[],
  { exact, near }: Likeness,
  faults: readonly Fault[],
): CollectionReport {
  const count = (own: readonly PreparedPicture[]): Record<Target, number> => ({
    benign: own.filter(({ target }) => target === 'benign').length,
    malignant: own.filter(({ target }) => target === 'malignant').length,
  });
  const targets = count(pictures);
  const [smaller, larger] = Object.values(targets).sort((a, b) => a - b);
  const straddling = (idOf: (picture: PreparedPicture) => string) =>
    [...group(pictures, idOf)].filter(
      ([id, own]) => id !== '' && new Set(own.map(({ split }) => split)).size > 1,
    ).length;
  return {
    pictures: pictures.length,
    targets,
    ratio: smaller === 0 ? null : larger / smaller,
    splits: Object.fromEntries(rollup(pictures, count, ({ split }) => split)),
    faults: Object.fromEntries(
      rollup(
        faults,
        (own) => own.length,
        ({ fault }) => fault,
      ),
    ),
    exactDuplicates: {
      sets: exact.length,
      pictures: exact.reduce((sum, { files }) => sum + files.length, 0),
      contradictory: exact.filter(({ isContradictory }) => isContradictory).length,
    },
    nearDuplicates: {
      pairs: near.length,
      contradictory: near.filter(
        ({ first, second }) => pictures[first].target !== pictures[second].target,
      ).length,
    },
    leaks: {
      patients: straddling(({ patientId }) => patientId),
      lesions: straddling(({ lesionId }) => lesionId),
      nearPairs: near.filter(
        ({ first, second }) => pictures[first].split !== pictures[second].split,
      ).length,
    },
  };
}

/** From here on the larger class drowns the smaller: accuracy no longer says anything. */
const UNEVEN = 3;

/** The report as sentences; the first of them that begin with `warning` matter most. */
export function reportLines(report: CollectionReport): string[] {
  const { pictures, targets, ratio, splits, faults, exactDuplicates, nearDuplicates, leaks } =
    report;
  const lines = [`${pictures} pictures: ${targets.benign} benign, ${targets.malignant} malignant`];
  for (const [split, of] of Object.entries(splits)) {
    lines.push(`  ${split}: ${of.benign} benign, ${of.malignant} malignant`);
  }
  if (ratio === null) lines.push('warning: one class is empty');
  else if (ratio >= UNEVEN) {
    const often = targets.benign > targets.malignant ? 'benign' : 'malignant';
    const right = ((100 * ratio) / (1 + ratio)).toFixed(1);
    lines.push(
      `warning: ${ratio.toFixed(1)} to 1. Always saying "${often}" would be right for ${right} %: do not ` +
        'judge by accuracy, and balance what is trained on (fit.balance, fit.classWeights)',
    );
  }
  for (const [fault, n] of Object.entries(faults)) lines.push(`${n} ${fault}: see faults.csv`);
  lines.push(
    `${exactDuplicates.sets} pictures are there more than once, byte for byte (${exactDuplicates.pictures} files)`,
    `${nearDuplicates.pairs} pairs look alike`,
  );
  const contradictory = exactDuplicates.contradictory + nearDuplicates.contradictory;
  if (contradictory > 0) {
    lines.push(
      `warning: ${contradictory} of these are benign in one place and malignant in another`,
    );
  }
  const straddling = [
    [leaks.patients, 'patients'],
    [leaks.lesions, 'lesions'],
    [leaks.nearPairs, 'pairs that look alike'],
  ] as const;
  for (const [n, what] of straddling) {
    if (n > 0) lines.push(`warning: ${n} ${what} stand on both sides of the split`);
  }
  if (straddling.some(([n]) => n > 0)) {
    lines.push(
      'train and evaluate take such a split with --allow-leaks only; --split grouped draws one without',
    );
  }
  return lines;
}
