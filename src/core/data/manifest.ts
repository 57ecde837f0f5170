// A labels file to validated samples, with every bad row named by its line. Tab and
// Node read the same file with this.
import { csvParseRows } from 'd3-dsv';
import { CoreError } from '../errors';
import { normaliseDiagnosis, type Target } from './diagnosis';

export type SplitName = 'train' | 'val' | 'test';
export const splitNames: readonly SplitName[] = ['train', 'val', 'test'];
/** A row's split; `none` for any other name or no name: such rows are only taken with all rows. */
export type RowSplit = SplitName | 'none';

/** One labelled picture. */
export interface Sample {
  /** Path below the data folder, with `/`. */
  readonly file: string;
  /** Collection it comes from. */
  readonly source: string;
  /** Which copy of the collection, empty if not given: copies differ in ways a model can learn. */
  readonly upstream: string;
  /** Long form, lower case; empty if not given. */
  readonly diagnosis: string;
  /** As given. Anything but benign and malignant is kept and left out of the figures. */
  readonly target: string;
  readonly split: RowSplit;
  /** Ids that must not straddle splits; empty if not given. */
  readonly lesionId: string;
  readonly patientId: string;
  readonly group: string;
  /** In years; null if not given. */
  readonly age: number | null;
  /** As given, lower case; empty if not given. */
  readonly sex: string;
  /** Where on the body, as given, lower case; empty if not given. */
  readonly site: string;
  /** Path of a picture that is white where the lesion is, as `file`; empty if not given. */
  readonly mask: string;
}

/** A sample that is benign or malignant. */
export type LabelledSample = Sample & { readonly target: Target };

/** A row that could not be used, and why. */
export interface BadRow {
  /** 1 is the header. */
  readonly line: number;
  readonly reason: string;
}

export interface Manifest {
  readonly samples: readonly Sample[];
  readonly badRows: readonly BadRow[];
}

/**
 * Columns that must be there. `split`, `source`, `upstream`, `diagnosis`, `lesion_id`,
 * `patient_id`, `group`, `age`, `sex`, `site` and `mask` may be.
 */
const requiredColumns = ['file', 'target'] as const;

/**
 * Reads a labels file: CSV (RFC 4180, UTF-8, optional BOM) with a header. Unknown
 * columns are ignored; rows that cannot be used are reported, not dropped in silence.
 * @throws CoreError `data-invalid` if a required column is missing.
 */
export function parseLabels(text: string): Manifest {
  const rows = csvParseRows(text.replace(/^\uFEFF/, ''));
  const header = (rows[0] ?? []).map((name) => name.trim());
  const missing = requiredColumns.filter((name) => !header.includes(name));
  if (missing.length > 0) {
    throw new CoreError('data-invalid', `the labels file has no column ${missing.join(', ')}`);
  }
  const samples: Sample[] = [];
  const badRows: BadRow[] = [];
  const seen = new Map<string, number>();
  let line = 1 + lineBreaks(rows[0]);
  for (const row of rows.slice(1)) {
    line++;
    const at = line;
    line += lineBreaks(row);
    if (row.length === 1 && row[0].trim() === '') continue;
    const result = parseRow(header, row);
    if (typeof result === 'string') {
      badRows.push({ line: at, reason: result });
      continue;
    }
    const before = seen.get(result.file);
    if (before !== undefined) {
      badRows.push({ line: at, reason: `${result.file} is already on line ${before}` });
      continue;
    }
    seen.set(result.file, at);
    samples.push(result);
  }
  return { samples, badRows };
}

/** Whether a sample counts in the figures. */
export function isLabelled<S extends Sample>(sample: S): sample is S & LabelledSample {
  return sample.target === 'benign' || sample.target === 'malignant';
}

function parseRow(header: readonly string[], row: readonly string[]): Sample | string {
  if (row.length !== header.length) {
    return `${row.length} fields where the header has ${header.length}`;
  }
  const field = (name: string) => row[header.indexOf(name)]?.trim() ?? '';
  const file = field('file');
  if (file === '') return 'no file';
  const mask = field('mask');
  // A labels file may come from anywhere; it must not reach outside its folder.
  const outside = [file, mask].find(
    (path) => /^([/\\]|[a-z]:)/i.test(path) || path.split(/[/\\]/).includes('..'),
  );
  if (outside !== undefined) return `file ${outside} points outside the folder`;
  const split = splitNames.find((name) => name === field('split').toLowerCase()) ?? 'none';
  return {
    file,
    source: field('source') || 'unnamed',
    upstream: field('upstream'),
    diagnosis: normaliseDiagnosis(field('diagnosis')),
    target: field('target').toLowerCase(),
    split,
    lesionId: field('lesion_id'),
    patientId: field('patient_id'),
    group: field('group'),
    age: yearsOf(field('age')),
    sex: field('sex').toLowerCase(),
    site: field('site').toLowerCase(),
    mask,
  };
}

function yearsOf(text: string): number | null {
  const years = Number(text);
  return text !== '' && Number.isFinite(years) && years >= 0 ? years : null;
}

// A quoted field may hold line breaks; without them counted, every later line number
// would be wrong.
function lineBreaks(row: readonly string[]): number {
  return row.reduce((sum, cell) => sum + (cell.match(/\r\n|\n|\r/g)?.length ?? 0), 0);
}
