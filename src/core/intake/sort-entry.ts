// What comes when somebody hands over a folder or an archive: which of it can be used, and
// why the rest cannot. Whatever a name says is only a claim; decoding finds out later.
import { decodeLimits } from '../image/picture-header';

/** A file as a folder or an archive names it. */
export interface Entry {
  /** With `/` or `\` between folders, as it came. */
  readonly path: string;
  /** Null where it is not known before it is read. */
  readonly sizeBytes: number | null;
}

/**
 * - `outside`: names a place outside of what was handed over.
 * - `hidden`: what systems put beside people's files.
 * - `type`: neither a picture nor a table.
 * - `empty`, `too-large`: by its size.
 */
export type EntryRefusal = 'outside' | 'hidden' | 'type' | 'empty' | 'too-large';

export type SortedEntry =
  | {
      readonly kind: 'picture' | 'table';
      /** With `/`, without a leading one. */
      readonly path: string;
    }
  | { readonly kind: 'refused'; readonly path: string; readonly reason: EntryRefusal };

/** A table of 44,000 rows has some 5 MB. */
export const TABLE_BYTES = 50 * 2 ** 20;

const pictures = /\.(jpe?g|png|webp)$/i;
const tables = /\.(csv|tsv)$/i;

/** Says what to do with one entry. Folders are not entries. */
export function sortEntry({ path, sizeBytes }: Entry): SortedEntry {
  const refused = (reason: EntryRefusal): SortedEntry => ({ kind: 'refused', path, reason });
  const clean = path.replaceAll('\\', '/');
  const parts = clean.split('/').filter((part) => part !== '' && part !== '.');
  // A zip may ask to be unpacked over somebody's files; nothing here is written by name,
  // but names are shown, exported and compared with tables.
  if (/^(\/|[a-z]:)/i.test(clean) || parts.includes('..') || hasControls(clean)) {
    return refused('outside');
  }
  if (parts.some((part) => part.startsWith('.') || part === '__MACOSX')) return refused('hidden');
  const kind = pictures.test(clean) ? 'picture' : tables.test(clean) ? 'table' : null;
  if (kind === null) return refused('type');
  if (sizeBytes === 0) return refused('empty');
  const most = kind === 'picture' ? decodeLimits.sizeBytes : TABLE_BYTES;
  if (sizeBytes !== null && sizeBytes > most) return refused('too-large');
  return { kind, path: parts.join('/') };
}

function hasControls(text: string): boolean {
  return Array.from(text).some((sign) => sign.codePointAt(0)! < 32);
}
