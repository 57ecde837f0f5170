// A run that came from elsewhere brings the table of its pictures; the set here that holds
// the same ones makes it whole: it can go on, and be judged.
import { missedPictures, parsePictureTable, PICTURES_FILE } from '../../core/run/picture-table';
import { decodeUtf8 } from '../../core/text';
import { changeRun, readRunFile } from '../../storage/lab/runs';
import { listSets, type LabSet } from '../../storage/lab/sets';

/** What came of looking for a run's pictures. */
export type Claim =
  | { readonly kind: 'found'; readonly set: LabSet }
  /** No set holds them all; `pictures` is how many there are. */
  | { readonly kind: 'none'; readonly pictures: number }
  /** The run does not say what it was trained on. */
  | { readonly kind: 'unknown' };

/** Looks through all sets, and makes the one with the same pictures the run's own. */
export async function claimSet(runId: string): Promise<Claim> {
  const table = await readRunFile(runId, PICTURES_FILE);
  if (!table) return { kind: 'unknown' };
  const pictures = parsePictureTable(decodeUtf8(table));
  const listed = await listSets();
  for (const row of listed.kind === 'done' ? listed.value : []) {
    if (row.kind !== 'set' || !row.set.isComplete) continue;
    const { set } = row;
    const own = new Map(set.pictures.map((picture) => [picture.file, picture]));
    if (missedPictures(pictures, (file) => own.get(file)).length > 0) continue;
    await changeRun(runId, () => ({ setId: set.id }));
    return { kind: 'found', set };
  }
  return { kind: 'none', pictures: pictures.length };
}
