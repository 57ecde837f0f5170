// Picture files below a folder, found by the name that a table gives them.
import { readdir } from 'node:fs/promises';
import { join, parse, resolve, sep } from 'node:path';

const endings = /\.(jpe?g|png|webp)$/i;

/** Where pictures are, by name without ending. */
export interface PictureIndex {
  /** The file of a picture, or null where there is none. `image` may have an ending. */
  find(image: string): string | null;
}

/**
 * Lists the pictures below `base`. Of two with one name, that in the folder that stands
 * first among `folders` (below `base`) is taken.
 * @param without a folder that is left out, e.g. where copies are written.
 */
export async function indexPictures(
  base: string,
  folders: readonly string[],
  without: string,
): Promise<PictureIndex> {
  const entries = await readdir(base, { recursive: true, withFileTypes: true });
  const places = folders.map((folder) => resolve(base, folder));
  const rankOf = (folder: string) => {
    const rank = places.indexOf(folder);
    return rank < 0 ? places.length : rank;
  };
  const byName = new Map<string, { path: string; rank: number }>();
  for (const entry of entries) {
    if (!entry.isFile() || !endings.test(entry.name)) continue;
    const folder = resolve(entry.parentPath);
    if (isWithin(folder, resolve(without))) continue;
    const name = parse(entry.name).name;
    const rank = rankOf(folder);
    const before = byName.get(name);
    if (!before || rank < before.rank) byName.set(name, { path: join(folder, entry.name), rank });
  }
  return {
    find: (image) => byName.get(image.replace(endings, ''))?.path ?? null,
  };
}

function isWithin(folder: string, outer: string): boolean {
  return folder === outer || folder.startsWith(outer + sep);
}
