// Pictures on disk → samples. Either a labels file, or a folder that holds labels.csv, or
// one folder per class, with or without train/, val/ and test/ above them.
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { sampleInFolder } from '../../src/core/data/class-folders';
import { CoreError } from '../../src/core/errors';
import {
  parseLabels,
  splitNames,
  type BadRow,
  type Sample,
  type SplitName,
} from '../../src/core/data/manifest';
import { assertNoLeak, drawSplit, findLeaks } from '../../src/core/data/split';
import { kerasOrder } from '../../src/core/keras/validation-split';

/** A sample and where its picture lies, and its mask where it has one. */
export type FiledSample = Sample & { readonly path: string; readonly maskPath: string | null };

export interface DataSet {
  readonly samples: readonly FiledSample[];
  /** Rows that could not be used, by labels file. */
  readonly badRows: readonly (BadRow & { readonly labels: string })[];
  /** Folders that give no split, so that one was drawn. */
  readonly drawn: readonly string[];
}

export interface ReadOptions {
  /** Takes splits that lesions, patients or groups straddle, with a warning on stderr. */
  readonly allowLeaks?: boolean;
}

const pictureEndings = /\.(jpe?g|png|webp)$/i;

/**
 * Reads one or more data folders or labels files (`seed` draws the split of a folder that
 * gives none) and checks that nothing straddles their splits, unless that is allowed.
 * @throws CoreError `data-invalid` for one that is not there or holds no pictures,
 * `split-leak` for a lesion, patient or group in two splits.
 */
export async function readDataSet(
  folders: readonly string[],
  seed: number,
  { allowLeaks = false }: ReadOptions = {},
): Promise<DataSet> {
  const parts = await Promise.all(folders.map((folder) => readFolder(resolve(folder), seed)));
  const samples = parts.flatMap((part) => part.samples);
  if (samples.length === 0) {
    throw new CoreError('data-invalid', `no labelled pictures in ${folders.join(', ')}`);
  }
  if (!allowLeaks) assertNoLeak(samples);
  else warnOfLeaks(samples);
  const [badRows, drawn] = [parts.flatMap((part) => part.badRows), parts.flatMap((p) => p.drawn)];
  return { samples, badRows, drawn };
}

/** Says on stderr how many ids stand in more than one split, where any does. */
export function warnOfLeaks(samples: readonly Sample[]): void {
  const leaks = findLeaks(samples).length;
  if (leaks > 0) console.error(`warning: ${leaks} ids stand in more than one split`);
}

/** Pictures for the gate; bad rows are named on stderr. @throws as `readDataSet`. */
export async function readGateSamples(
  folders: readonly string[],
  seed: number,
): Promise<readonly FiledSample[]> {
  if (folders.length === 0) return [];
  const { samples, badRows } = await readDataSet(folders, seed);
  badRows.forEach(({ labels, line, reason }) => console.error(`${labels}:${line}: ${reason}`));
  return samples;
}

async function readFolder(folder: string, seed: number): Promise<DataSet> {
  if (/\.csv$/i.test(folder)) return readLabels(folder);
  const entries = await list(folder);
  if (entries.files.includes('labels.csv')) return readLabels(join(folder, 'labels.csv'));
  const given = splitNames.filter((name) => entries.folders.includes(name));
  if (given.length > 0) {
    const nested = await Promise.all(given.map((split) => readClasses(folder, split)));
    return { samples: nested.flat(), badRows: [], drawn: [] };
  }
  const samples = drawSplit(await readClasses(folder, ''), seed);
  return { samples, badRows: [], drawn: [folder] };
}

async function readLabels(labels: string): Promise<DataSet> {
  const text = await readFile(labels, 'utf8').catch(() => {
    throw new CoreError('data-invalid', `${labels} cannot be read`);
  });
  const { samples, badRows } = parseLabels(text);
  return {
    samples: samples.map((sample) => ({
      ...sample,
      path: join(dirname(labels), sample.file),
      maskPath: sample.mask === '' ? null : join(dirname(labels), sample.mask),
    })),
    badRows: badRows.map((row) => ({ ...row, labels })),
    drawn: [],
  };
}

/** Pictures below `folder/below/<class>/`; the folder's name is the diagnosis. */
async function readClasses(folder: string, below: SplitName | '') {
  const { folders } = await list(join(folder, below));
  if (folders.length === 0) {
    throw new CoreError(
      'data-invalid',
      `${join(folder, below)} holds neither labels.csv nor a folder per class`,
    );
  }
  const classes = await Promise.all(
    folders.map(async (name) => {
      const pictures = await picturesBelow(join(folder, below, name));
      if (pictures.length === 0) {
        throw new CoreError('data-invalid', `class folder ${join(folder, below, name)} is empty`);
      }
      return pictures.map((picture) => ({
        ...sampleInFolder([below, name, picture].filter(Boolean).join('/'), basename(folder))!,
        path: join(folder, below, name, picture),
        maskPath: null,
      }));
    }),
  );
  return classes.flat();
}

// Of its subfolders too, in Keras's order.
async function picturesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile() && pictureEndings.test(entry.name))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((file) => !file.split('/').some((part) => part.startsWith('.')));
  return kerasOrder(files);
}

async function list(folder: string): Promise<{ files: string[]; folders: string[] }> {
  const found = await stat(folder).catch(() => null);
  if (!found?.isDirectory()) throw new CoreError('data-invalid', `${folder} is not a folder`);
  const entries = (await readdir(folder, { withFileTypes: true })).filter(
    (entry) => !entry.name.startsWith('.'),
  );
  const names = (wanted: boolean) =>
    entries
      .filter((entry) => entry.isDirectory() === wanted)
      .map((entry) => entry.name)
      .sort();
  return { files: names(false), folders: names(true) };
}
