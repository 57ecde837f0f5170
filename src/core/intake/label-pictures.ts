// Pictures and what says what they show, the folders they are in or a table, to labelled
// samples; whatever does not fit is named with its reason.
import { group } from 'd3-array';
import { sampleInFolder } from '../data/class-folders';
import { isLabelled, parseLabels, splitNames, type LabelledSample } from '../data/manifest';
import { kerasOrder } from '../keras/validation-split';
import { readTable, type ColumnMap, type FaultyRow, type TableRow } from '../data/table';

export type Labelling =
  | { readonly kind: 'folders' }
  /** A labels file of this project (`parseLabels`), which gives splits too; `path` is its own. */
  | { readonly kind: 'labels'; readonly text: string; readonly path: string }
  | { readonly kind: 'table'; readonly text: string; readonly columns: ColumnMap };

/**
 * - `no-class`: in no folder, or not in the table.
 * - `unknown-class`: its folder's name is neither benign, malignant nor a known diagnosis.
 * - `same-name`: the table names it, and another picture or line has the same name, so that it
 *   is not clear which is meant.
 */
export type LabelRefusal = 'no-class' | 'unknown-class' | 'same-name';

export interface LabelledPictures {
  readonly samples: readonly LabelledSample[];
  readonly refused: readonly { readonly path: string; readonly reason: LabelRefusal }[];
  /** Of the table. */
  readonly faults: readonly FaultyRow[];
  /** Pictures that the table names and that are not there. */
  readonly missing: readonly string[];
}

/** @throws CoreError `data-invalid` for a mapped column that is not there. */
export function labelPictures(
  paths: readonly string[],
  labelling: Labelling,
  source: string,
): LabelledPictures {
  switch (labelling.kind) {
    case 'folders':
      return byFolders(paths, source);
    case 'labels':
      return byLabels(paths, labelling.text, labelling.path);
    case 'table':
      return byTable(paths, labelling.text, labelling.columns, source);
  }
}

/** Whether a table with this header is a labels file of this project. */
export function isLabelsFile(header: readonly string[]): boolean {
  return ['file', 'target'].every((name) => header.includes(name));
}

function byLabels(paths: readonly string[], text: string, path: string): LabelledPictures {
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  const { samples, badRows } = parseLabels(text);
  const there = new Set(paths);
  const known = samples.map((sample) => ({ ...sample, file: folder + sample.file }));
  const named = new Set(known.filter(isLabelled).map(({ file }) => file));
  return {
    samples: known.filter(isLabelled).filter(({ file }) => there.has(file)),
    refused: paths
      .filter((one) => !named.has(one))
      .map((one) => ({ path: one, reason: 'no-class' })),
    faults: badRows.map(({ line, reason }) => ({ line, fault: 'malformed', reason })),
    missing: known.filter(({ file }) => !there.has(file)).map(({ file }) => file),
  };
}

function byFolders(paths: readonly string[], source: string): LabelledPictures {
  const wrapped = wrappings(paths);
  const samples: LabelledSample[] = [];
  const refused: { path: string; reason: LabelRefusal }[] = [];
  for (const path of inOrder(paths, wrapped)) {
    const sample = sampleInFolder(path.split('/').slice(wrapped(path)).join('/'), source);
    if (!sample) refused.push({ path, reason: 'no-class' });
    else if (!isLabelled(sample)) refused.push({ path, reason: 'unknown-class' });
    else samples.push({ ...sample, file: path });
  }
  return { samples, refused, faults: [], missing: [] };
}

/** How many folders above its class a path begins with. */
type Wrappings = (path: string) => number;

// The order Node reads them in, which a run's batches follow: class after class.
function inOrder(paths: readonly string[], wrapped: Wrappings): string[] {
  const classOf = (path: string) => {
    const folders = path.split('/').slice(0, -1);
    const above = wrapped(path);
    const depth = isSplit(folders[above]) ? 2 : 1;
    return folders.slice(0, above + depth).join('/');
  };
  return [...group(paths, classOf)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, own]) => kerasOrder(own));
}

// What was zipped or picked stands in a folder of its own, and several may come at once. What
// stands in none beside them is labelled by its own first folder.
function wrappings(paths: readonly string[]): Wrappings {
  const foldersOf = (path: string) => path.split('/').slice(0, -1);
  const topOf = (path: string) => foldersOf(path)[0] ?? '';
  const byTop = group(paths, topOf);
  const above = new Map<string, number>();
  for (const [top, own] of byTop) {
    const common = commonFolders(own.map(foldersOf));
    const isWrapping = byTop.size === 1 || own.some((path) => foldersOf(path).length > common);
    above.set(top, isWrapping ? common : 0);
  }
  return (path) => above.get(topOf(path))!;
}

/** How many folders all begin with, up to the first that says something. */
function commonFolders(folders: readonly (readonly string[])[]): number {
  const [first = []] = folders;
  let common = 0;
  while (common < first.length && folders.every((parts) => parts[common] === first[common])) {
    common++;
  }
  // One class alone is a class, not a wrapping.
  const saysAt = first.slice(0, common).findIndex((name) => isSplit(name) || isClass(name));
  return saysAt >= 0 ? saysAt : common;
}

function isSplit(name: string | undefined): boolean {
  return splitNames.some((split) => split === name);
}

function isClass(name: string): boolean {
  const sample = sampleInFolder(`${name}/x`, '');
  return sample !== null && isLabelled(sample);
}

function byTable(
  paths: readonly string[],
  text: string,
  columns: ColumnMap,
  source: string,
): LabelledPictures {
  const table = readTable(text, columns);
  const faults: FaultyRow[] = [...table.faults];
  const missing: string[] = [];
  const pathsOf = group(paths, nameOf);
  const rowsOf = group(table.rows, ({ image }) => nameOf(image));
  /** What each row tells of; several of one name are told apart by their folders. */
  const told: { readonly row: TableRow; readonly path: string }[] = [];
  for (const row of table.rows) {
    const name = nameOf(row.image);
    const named = pathsOf.get(name) ?? [];
    const isAlone = named.length < 2 && rowsOf.get(name)!.length < 2;
    const fitting = isAlone ? named : named.filter((path) => endsAlike(path, row.image));
    if (fitting.length === 0) missing.push(row.image);
    else if (fitting.length === 1) told.push({ row, path: fitting[0] });
  }
  const samples: LabelledSample[] = [];
  for (const [path, same] of group(told, (one) => one.path)) {
    const [{ row }, ...more] = same;
    const isContradicted = more.some((one) => one.row.target !== row.target);
    const fault = isContradicted ? 'contradictory' : 'duplicate';
    for (const { row: other } of isContradicted ? same : more) {
      const reason = `${other.image}: another line tells of ${path} too`;
      faults.push({ line: other.line, fault, reason });
    }
    if (!isContradicted) samples.push(sampleOf(row, path, source));
  }
  const labelled = new Set(samples.map(({ file }) => file));
  const refused = paths
    .filter((path) => !labelled.has(path))
    .map((path) => {
      const reason: LabelRefusal = rowsOf.has(nameOf(path)) ? 'same-name' : 'no-class';
      return { path, reason };
    });
  return { samples, refused, faults: faults.sort((a, b) => a.line - b.line), missing };
}

function sampleOf(row: TableRow, file: string, source: string): LabelledSample {
  const { target, diagnosis, patientId, lesionId, sex, site, age } = row;
  return {
    ...{ file, source, upstream: '', target, diagnosis, patientId, lesionId, sex, site },
    ...{ group: '', split: 'none', age: yearsOf(age), mask: '' },
  };
}

/** Whether a path ends with what a table calls a picture, folders and all. */
function endsAlike(path: string, image: string): boolean {
  return `/${withoutEnding(path)}`.endsWith(`/${withoutEnding(image)}`);
}

// Tables name pictures with or without folder and ending.
function nameOf(path: string): string {
  return withoutEnding(path.slice(path.lastIndexOf('/') + 1));
}

function withoutEnding(path: string): string {
  return path.replace(/\.(jpe?g|png|webp)$/i, '');
}

function yearsOf(text: string): number | null {
  const years = Number(text);
  return text !== '' && Number.isFinite(years) && years >= 0 ? years : null;
}
