// The pictures of a run as a table that goes where the run goes: which file, its class, its
// split, its size. The pictures stay where they are; whoever has the same ones goes on with
// the run. It is a labels file as `data/manifest` reads them, with a column `bytes`.
import { csvFormatRows, csvParseRows } from 'd3-dsv';
import { isLabelled, parseLabels, type LabelledSample, type Sample } from '../data/manifest';
import { CoreError } from '../errors';

/** Beside the run's checkpoint. */
export const PICTURES_FILE = 'pictures.csv';

/** A picture of a run, in the order that its batches follow. */
export type RunPicture = LabelledSample & {
  /** Of its file; null where it was not there. */
  readonly bytes: number | null;
};

const columns: readonly (readonly [name: string, field: (sample: Sample) => unknown])[] = [
  ['file', ({ file }) => file],
  ['target', ({ target }) => target],
  ['split', ({ split }) => split],
  ['source', ({ source }) => source],
  ['upstream', ({ upstream }) => upstream],
  ['diagnosis', ({ diagnosis }) => diagnosis],
  ['lesion_id', ({ lesionId }) => lesionId],
  ['patient_id', ({ patientId }) => patientId],
  ['group', ({ group }) => group],
  ['age', ({ age }) => age],
  ['sex', ({ sex }) => sex],
  ['site', ({ site }) => site],
  ['mask', ({ mask }) => mask],
];

/** What a run is trained, chosen and judged by: benign or malignant, and in a split. */
export function isUsed<S extends Sample>(sample: S): sample is S & LabelledSample {
  return isLabelled(sample) && sample.split !== 'none';
}

/** CSV, UTF-8, with a header. */
export function writePictureTable(pictures: readonly RunPicture[]): string {
  const header = [...columns.map(([name]) => name), 'bytes'];
  const rows = pictures.map((picture) =>
    [...columns.map(([, field]) => field(picture)), picture.bytes].map((value) =>
      String(value ?? ''),
    ),
  );
  return `${csvFormatRows([header, ...rows])}\n`;
}

/** @throws CoreError `data-invalid` for a table with a row that cannot be used. */
export function parsePictureTable(text: string): RunPicture[] {
  const { samples, badRows } = parseLabels(text);
  const [bad] = badRows;
  if (bad) throw new CoreError('data-invalid', `${PICTURES_FILE}:${bad.line}: ${bad.reason}`);
  // Not csvParse, which makes a function of the header: a page's policy forbids that.
  const [header = [], ...rows] = csvParseRows(text.replace(/^\uFEFF/, ''));
  const at = (name: string) => header.findIndex((one) => one.trim() === name);
  const bytes = new Map(rows.map((row) => [row[at('file')]?.trim(), row[at('bytes')]?.trim()]));
  return samples.map((sample) => {
    if (!isUsed(sample)) {
      throw new CoreError('data-invalid', `${PICTURES_FILE}: ${sample.file} has no class or split`);
    }
    const size = bytes.get(sample.file);
    return { ...sample, bytes: size && /^\d+$/.test(size) ? Number(size) : null };
  });
}

/** How a picture of a run is missed in a collection. */
export interface MissedPicture {
  readonly file: string;
  /** `changed`: there is one of that name, with another size or class. */
  readonly how: 'gone' | 'changed';
}

/** What has to be known of a picture to tell whether it is the run's. */
type Found = { readonly target: string; readonly bytes: number | null };

/** The pictures of a run that are not in a collection, or not as they were. */
export function missedPictures(
  pictures: readonly RunPicture[],
  find: (file: string) => Found | undefined,
): MissedPicture[] {
  return pictures.flatMap(({ file, target, bytes }): MissedPicture[] => {
    const found = find(file);
    if (!found) return [{ file, how: 'gone' }];
    const isSame = found.target === target && found.bytes === bytes;
    return isSame ? [] : [{ file, how: 'changed' }];
  });
}

/** In one sentence, with the first few of them. */
export function missedInWords(missed: readonly MissedPicture[], of: number, where: string): string {
  const named = missed.slice(0, 3).map(({ file, how }) => `${file} (${how})`);
  const more = missed.length > named.length ? ', …' : '';
  return `${missed.length} of the run's ${of} pictures are not in ${where} as they were: ${named.join(', ')}${more}`;
}
