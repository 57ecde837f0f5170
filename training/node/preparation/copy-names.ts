// What the prepared copies are called.
import type { SourcePicture } from './read-source';

/**
 * `target/name.ending` for each picture, where letters that a file system may not take are
 * underscores. No two are the same, also where capitals do not count; of pictures with one
 * name all but the first get a number, by their order, which is the same in every run.
 */
export function copyNames(
  pictures: readonly Pick<SourcePicture, 'target' | 'name'>[],
  ending: string,
): string[] {
  const taken = new Set<string>();
  // Of each plain name, the number given last: thousands of pictures may share one.
  const numbers = new Map<string, number>();
  return pictures.map(({ target, name }) => {
    const plain = `${target}/${name.replaceAll(/[^A-Za-z0-9._-]/g, '_')}`;
    const key = plain.toLowerCase();
    let number = numbers.get(key) ?? 0;
    let free: string;
    do {
      number++;
      free = number === 1 ? plain : `${plain}-${number}`;
    } while (taken.has(free.toLowerCase()));
    numbers.set(key, number);
    taken.add(free.toLowerCase());
    return `${free}.${ending}`;
  });
}
