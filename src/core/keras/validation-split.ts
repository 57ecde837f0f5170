// Which files Keras's `flow_from_directory` trains on and which it validates on: of each
// class the first ones, sorted by name, without a shuffle. Pictures of one patient often
// stand next to each other in that order, and may end up on both sides.
import type { LabelledSample, SplitName } from '../data/manifest';

/**
 * Files of one folder and its subfolders in Keras's order: folder by folder, then by name,
 * both by code point as Python sorts.
 */
export function kerasOrder(files: readonly string[]): string[] {
  const parts = files.map((file) => {
    const cut = file.lastIndexOf('/');
    return { file, folder: file.slice(0, Math.max(cut, 0)), name: file.slice(cut + 1) };
  });
  return parts
    .sort((a, b) => byCodePoint(a.folder, b.folder) || byCodePoint(a.name, b.name))
    .map(({ file }) => file);
}

/**
 * Gives each sample its split: of every class's n files the first ⌊share · n⌋ are `val`,
 * the rest `train`.
 */
export function validationSplit<T extends Pick<LabelledSample, 'file' | 'target'>>(
  samples: readonly T[],
  share: number,
): (T & { readonly split: SplitName })[] {
  const isVal = new Set(
    [...new Set(samples.map(({ target }) => target))].flatMap((target) => {
      const own = kerasOrder(
        samples.filter((sample) => sample.target === target).map(({ file }) => file),
      );
      return own.slice(0, Math.floor(share * own.length));
    }),
  );
  return samples.map((sample) => ({ ...sample, split: isVal.has(sample.file) ? 'val' : 'train' }));
}

// JavaScript compares UTF-16 units, which puts emoji before some letters.
function byCodePoint(a: string, b: string): number {
  const [left, right] = [a, b].map((text) => Array.from(text, (sign) => sign.codePointAt(0)!));
  const length = Math.min(left.length, right.length);
  for (let i = 0; i < length; i++) if (left[i] !== right[i]) return left[i] - right[i];
  return left.length - right.length;
}
