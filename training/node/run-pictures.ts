// What a run's folder says of its pictures, so that it goes on wherever the same pictures
// are: in Node after Node, in Node after a tab, and the other way round.
import { readFile, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { CoreError } from '../../src/core/errors';
import {
  isUsed,
  missedInWords,
  missedPictures,
  parsePictureTable,
  PICTURES_FILE,
  writePictureTable,
  type RunPicture,
} from '../../src/core/run/picture-table';
import type { TrainConfig } from '../../src/core/train/config';
import { writeWhole } from './bundle-fs';
import { warnOfLeaks, type FiledSample } from './dataset';

/** A sample with the size of its file in bytes; null where there is none. */
export type SizedSample = FiledSample & { readonly bytes: number | null };

/** The samples that a run uses, with the sizes of their files. */
export async function sizedSamples(samples: readonly FiledSample[]): Promise<SizedSample[]> {
  const sized: SizedSample[] = [];
  for (const sample of samples.filter(isUsed)) {
    sized.push({ ...sample, bytes: await sizeOf(sample.path) });
  }
  return sized;
}

/** Writes config.json and the table of pictures into the folder of a run. */
export async function describeRun(
  out: string,
  config: TrainConfig,
  pictures: readonly SizedSample[],
): Promise<void> {
  await writeWhole(join(out, 'config.json'), `${JSON.stringify(config, null, 2)}\n`);
  const table = join(out, PICTURES_FILE);
  // Two folders may hold pictures of one name; a table could not tell them apart, and one
  // of an earlier run must not stand in for it.
  const isClear = new Set(pictures.map(({ file }) => file)).size === pictures.length;
  if (isClear) await writeWhole(table, writePictureTable(pictures.filter(isUsed)));
  else await rm(table, { force: true });
}

/**
 * The pictures of the run in `out` by its own table, found in `folders`: their classes,
 * splits and order are those it was begun with. Null where it has no table.
 * @throws CoreError `data-invalid` naming pictures that are gone or are others.
 */
export async function readRunPictures(
  out: string,
  folders: readonly string[],
): Promise<FiledSample[] | null> {
  const table = join(out, PICTURES_FILE);
  const text = await readFile(table, 'utf8').catch(() => null);
  if (text === null) return null;
  const pictures = parsePictureTable(text);
  const roots = folders.map((folder) =>
    /\.csv$/i.test(folder) ? dirname(resolve(folder)) : resolve(folder),
  );
  const found = new Map<string, { target: string; bytes: number | null; root: string }>();
  for (const picture of pictures) {
    const at = await whereIs(picture, roots);
    if (at) found.set(picture.file, { target: picture.target, ...at });
  }
  const missed = missedPictures(pictures, (file) => found.get(file));
  if (missed.length > 0) {
    const where = folders.join(', ');
    throw new CoreError('data-invalid', missedInWords(missed, pictures.length, where));
  }
  console.error(`with the classes and splits of ${table}`);
  warnOfLeaks(pictures);
  return pictures.map(({ bytes: _, ...sample }) => {
    const { root } = found.get(sample.file)!;
    const maskPath = sample.mask === '' ? null : join(root, sample.mask);
    return { ...sample, path: join(root, sample.file), maskPath };
  });
}

// The folder that has it; rather one where it is as it was.
async function whereIs({ file, bytes }: RunPicture, roots: readonly string[]) {
  const sizes = await Promise.all(
    roots.map(async (root) => ({ root, bytes: await sizeOf(join(root, file)) })),
  );
  return sizes.find((one) => one.bytes === bytes) ?? sizes.find((one) => one.bytes !== null);
}

async function sizeOf(path: string): Promise<number | null> {
  return (await stat(path).catch(() => null))?.size ?? null;
}
