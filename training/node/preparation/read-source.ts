// What is to be prepared: the rows of a collection's table with the pictures they name, or
// the pictures of a folder per class.
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { Target } from '../../../src/core/data/diagnosis';
import { recogniseLayout, type Layout } from '../../../src/core/data/layouts';
import { isLabelled, type RowSplit } from '../../../src/core/data/manifest';
import { headerOf, readTable, type RowFault } from '../../../src/core/data/table';
import { CoreError } from '../../../src/core/errors';
import { readDataSet } from '../dataset';
import { indexPictures, type PictureIndex } from './find-pictures';

/** A labelled picture as it came. */
export interface SourcePicture {
  /** Absolute. */
  readonly path: string;
  /** What the collection calls it, without folder and ending. */
  readonly name: string;
  readonly source: string;
  readonly target: Target;
  readonly diagnosis: string;
  readonly patientId: string;
  readonly lesionId: string;
  readonly age: string;
  readonly sex: string;
  readonly site: string;
  readonly split: RowSplit;
}

/** What is wrong with a row or its picture, and so is not prepared. */
export type FaultKind = RowFault | 'missing' | 'corrupt';

export interface Fault {
  readonly fault: FaultKind;
  /** `table:line`, or the picture. */
  readonly where: string;
  readonly reason: string;
}

export interface Source {
  /** How it was laid out, for people. */
  readonly layout: string;
  readonly pictures: readonly SourcePicture[];
  readonly faults: readonly Fault[];
}

/**
 * Reads a collection.
 * @param from a table, a folder that holds one, or a folder that `readDataSet` reads.
 * @param images more folders with pictures, looked into first.
 * @param out where the prepared copies go: not looked into.
 * @throws CoreError `data-invalid` where nothing of that kind is there.
 */
export async function readSource(
  from: string,
  images: readonly string[],
  out: string,
): Promise<Source> {
  const place = resolve(from);
  const found = await stat(place).catch(() => {
    throw new CoreError('data-invalid', `${from} is not there`);
  });
  const tables = found.isDirectory() ? await tablesIn(place) : [place];
  if (tables.length > 1) {
    const names = tables.map((table) => basename(table)).join(', ');
    throw new CoreError(
      'data-invalid',
      `${from} holds several tables (${names}): name one of them`,
    );
  }
  const [table] = tables;
  if (table === undefined) return readFolders(place);
  const text = await readFile(table, 'utf8');
  const layout = recogniseLayout(headerOf(text));
  if (!layout) {
    if (!found.isDirectory()) return readFolders(place);
    throw new CoreError('data-invalid', `${table} has the columns of no known collection`);
  }
  return readCollection(table, text, layout, images, out);
}

async function tablesIn(folder: string): Promise<string[]> {
  const names = (await readdir(folder)).filter((name) => /\.csv$/i.test(name)).sort();
  const known = [];
  for (const name of names) {
    const table = join(folder, name);
    if (recogniseLayout(headerOf(await readFile(table, 'utf8')))) known.push(table);
  }
  return known;
}

async function readCollection(
  table: string,
  text: string,
  { name: source, columns, folders }: Layout,
  images: readonly string[],
  out: string,
): Promise<Source> {
  const base = dirname(table);
  const { rows, faults } = readTable(text, columns);
  const indexes: PictureIndex[] = [];
  for (const folder of images) indexes.push(await indexPictures(resolve(folder), [''], out));
  indexes.push(await indexPictures(base, folders, out));
  const where = (line: number) => `${basename(table)}:${line}`;
  const missing: Fault[] = [];
  const pictures = rows.flatMap((row): SourcePicture[] => {
    const path = indexes.map((index) => index.find(row.image)).find((one) => one !== null);
    if (!path) {
      missing.push({ fault: 'missing', where: where(row.line), reason: `no picture ${row.image}` });
      return [];
    }
    const { line: _line, image, ...known } = row;
    return [{ ...known, path, name: image, source, split: 'none' }];
  });
  return {
    layout: source,
    pictures,
    faults: [
      ...faults.map(({ line, fault, reason }) => ({ fault, where: where(line), reason })),
      ...missing,
    ],
  };
}

// The split it may have is kept.
async function readFolders(place: string): Promise<Source> {
  // What leaks is counted and can be mended here.
  const { samples, badRows, drawn } = await readDataSet([place], 0, { allowLeaks: true });
  const hasSplit = drawn.length === 0;
  const labelled = samples.filter(isLabelled);
  const pictures = labelled.map(
    ({ path, file, source, target, diagnosis, patientId, lesionId, age, sex, site, split }) => ({
      ...{ path, source, target, diagnosis, patientId, lesionId, sex, site },
      name: basename(file).replace(/\.[^.]+$/, ''),
      age: age === null ? '' : String(age),
      split: hasSplit ? split : ('none' as const),
    }),
  );
  const unlabelled = samples.filter((sample) => !isLabelled(sample));
  return {
    layout: 'folders or labels.csv',
    pictures,
    faults: [
      ...badRows.map(({ labels, line, reason }): Fault => ({
        fault: 'malformed',
        where: `${basename(labels)}:${line}`,
        reason,
      })),
      ...unlabelled.map(({ file, target }): Fault => ({
        fault: 'unlabelled',
        where: file,
        reason: `target ${target || 'not given'}`,
      })),
    ],
  };
}
