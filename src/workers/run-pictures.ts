// The pictures of a run of the Lab. A run that has begun, or came from elsewhere, has them
// in a table of its own: a split that is drawn anew afterwards is none of its business.
import { samplesOfFold } from '../core/data/folds';
import type { LabelledSample } from '../core/data/manifest';
import { groupNames, tieKeys } from '../core/data/ties';
import { CoreError } from '../core/errors';
import {
  isUsed,
  missedInWords,
  missedPictures,
  parsePictureTable,
  PICTURES_FILE,
  writePictureTable,
} from '../core/run/picture-table';
import { decodeUtf8, encodeUtf8 } from '../core/text';
import { readRunFile, type LabRun } from '../storage/lab/runs';
import type { LabPicture, LabSet } from '../storage/lab/sets';

/** A picture of a set that a run uses. */
export type UsedPicture = LabPicture & LabelledSample;

/**
 * Those of its table, in its order, else all of the set that have a class and a split, its
 * fold's where it has one.
 * @throws CoreError `data-invalid` naming pictures that are no longer in the set.
 */
export async function picturesOfRun(
  run: Pick<LabRun, 'id' | 'fold'>,
  set: LabSet,
): Promise<UsedPicture[]> {
  const table = await readRunFile(run.id, PICTURES_FILE);
  if (!table) return splitOf(run, set).filter(isUsed);
  const wanted = parsePictureTable(decodeUtf8(table));
  const found = new Map(set.pictures.map((picture) => [picture.file, picture]));
  const missed = missedPictures(wanted, (file) => found.get(file));
  if (missed.length > 0) {
    throw new CoreError('data-invalid', missedInWords(missed, wanted.length, `“${set.name}”`));
  }
  return wanted.map(({ bytes: _, ...sample }) => ({ ...found.get(sample.file)!, ...sample }));
}

// A fold stands in for the set's own split; its test pictures are then not even handed on.
function splitOf(
  { fold }: Pick<LabRun, 'fold'>,
  { pictures, alike }: LabSet,
): readonly LabPicture[] {
  return fold ? samplesOfFold(pictures, groupNames(pictures, alike, tieKeys), fold) : pictures;
}

/** The table as a file of the run, by its name. */
export function pictureFile(pictures: readonly UsedPicture[]): ReadonlyMap<string, Uint8Array> {
  return new Map([[PICTURES_FILE, encodeUtf8(writePictureTable(pictures))]]);
}
