// Tables that collections of skin pictures come with, brought to one form: which picture,
// benign or malignant, and what else is known. `layouts.ts` knows the columns of each
// collection; a person may also map the columns of a table of their own.
import { csvParseRows } from 'd3-dsv';
import { CoreError } from '../errors';
import { normaliseDiagnosis, targetOf, type Target } from './diagnosis';

/** Which columns of a table say what; empty or not given: none does. */
export interface ColumnMap {
  /** Names the picture, with or without an ending. */
  readonly image: string;
  /** `benign` and `malignant`, or 0 and 1; several columns must agree. */
  readonly targets?: readonly string[];
  readonly diagnosis?: string;
  readonly patientId?: string;
  readonly lesionId?: string;
  readonly age?: string;
  readonly sex?: string;
  readonly site?: string;
}

/** A picture that a table tells of. */
export interface TableRow {
  /** 1 is the header. */
  readonly line: number;
  readonly image: string;
  readonly target: Target;
  /** Long form, lower case; empty if not given. */
  readonly diagnosis: string;
  readonly patientId: string;
  readonly lesionId: string;
  /** As given; empty if not. */
  readonly age: string;
  readonly sex: string;
  readonly site: string;
}

/**
 * - `malformed`: more or fewer fields than the header, or no picture named.
 * - `unlabelled`: says neither benign nor malignant.
 * - `contradictory`: says both, alone or with an earlier row of the same picture.
 * - `duplicate`: a picture that an earlier row named, and nothing else said of it.
 */
export type RowFault = 'malformed' | 'unlabelled' | 'contradictory' | 'duplicate';

export interface FaultyRow {
  readonly line: number;
  readonly fault: RowFault;
  readonly reason: string;
}

export interface Table {
  readonly rows: readonly TableRow[];
  /** Not among the rows. Of rows that contradict each other, all stand here. */
  readonly faults: readonly FaultyRow[];
}

/** The header of a CSV text, trimmed. */
export function headerOf(text: string): string[] {
  const [first = []] = csvParseRows(text.replace(/^\uFEFF/, '').split(/\r?\n|\r/, 1)[0]);
  return first.map((name) => name.trim());
}

/**
 * Reads a table: CSV (RFC 4180, UTF-8, optional BOM) with a header.
 * @throws CoreError `data-invalid` for a mapped column that is not there.
 */
export function readTable(text: string, columns: ColumnMap): Table {
  const [header = [], ...records] = csvParseRows(text.replace(/^\uFEFF/, ''));
  const names = header.map((name) => name.trim());
  const { targets = [], ...single } = columns;
  const missing = [...Object.values(single), ...targets].filter(
    (name: string) => name !== '' && !names.includes(name),
  );
  if (missing.length > 0) {
    throw new CoreError('data-invalid', `the table has no column ${missing.join(', ')}`);
  }
  const faults: FaultyRow[] = [];
  const byImage = new Map<string, TableRow[]>();
  let line = 1 + lineBreaks(header);
  for (const record of records) {
    line++;
    const at = line;
    line += lineBreaks(record);
    if (record.length === 1 && record[0].trim() === '') continue;
    const row = rowOf(record, names, columns, at);
    if ('fault' in row) faults.push(row);
    else byImage.set(row.image, [...(byImage.get(row.image) ?? []), row]);
  }
  const rows = [...byImage.values()].flatMap((same) => {
    const [first, ...more] = same;
    const isContradicted = more.some(({ target }) => target !== first.target);
    const fault = isContradicted ? 'contradictory' : 'duplicate';
    for (const { line: own, image } of isContradicted ? same : more) {
      const others = same.filter((row) => row.line !== own).map((row) => row.line);
      faults.push({
        line: own,
        fault,
        reason: `${image} is also on line ${others.join(', ')}${isContradicted ? ', as the other' : ''}`,
      });
    }
    return isContradicted ? [] : [first];
  });
  return { rows, faults: faults.sort((a, b) => a.line - b.line) };
}

function rowOf(
  record: readonly string[],
  names: readonly string[],
  columns: ColumnMap,
  line: number,
): TableRow | FaultyRow {
  if (record.length !== names.length) {
    const reason = `${record.length} fields where the header has ${names.length}`;
    return { line, fault: 'malformed', reason };
  }
  const field = (name: string | undefined) =>
    name ? (record[names.indexOf(name)]?.trim() ?? '') : '';
  const image = field(columns.image);
  if (image === '') return { line, fault: 'malformed', reason: 'no picture named' };
  const diagnosis = normaliseDiagnosis(field(columns.diagnosis));
  const said = (columns.targets ?? []).map((name) => targetNamed(field(name)));
  const named = [...new Set(said.filter((target) => target !== null))];
  const implied = targetOf(diagnosis);
  if (named.length > 1 || (named.length === 1 && contradicts(named[0], diagnosis))) {
    const also = diagnosis && named.length === 1 ? ` of a ${diagnosis}` : '';
    return { line, fault: 'contradictory', reason: `${image}: ${named.join(' and ')}${also}` };
  }
  const target = named.length > 0 ? named[0] : implied;
  if (target === null) {
    const what = [...(columns.targets ?? []).map(field), diagnosis].filter(Boolean).join(', ');
    return { line, fault: 'unlabelled', reason: `${image}: ${what || 'nothing said'}` };
  }
  return {
    line,
    image,
    target,
    diagnosis,
    patientId: field(columns.patientId),
    lesionId: field(columns.lesionId),
    age: field(columns.age),
    sex: field(columns.sex).toLowerCase(),
    site: field(columns.site).toLowerCase(),
  };
}

function targetNamed(text: string): Target | null {
  switch (text.toLowerCase()) {
    case '0':
    case '0.0':
    case 'benign':
      return 'benign';
    case '1':
    case '1.0':
    case 'malignant':
      return 'malignant';
    default:
      return null;
  }
}

// Actinic keratosis is malignant to some collections and benign to others: no mistake.
function contradicts(target: Target, diagnosis: string): boolean {
  const implied = targetOf(diagnosis);
  return implied !== null && implied !== target && diagnosis !== 'actinic keratosis';
}

function lineBreaks(row: readonly string[]): number {
  return row.reduce((sum, cell) => sum + (cell.match(/\r\n|\n|\r/g)?.length ?? 0), 0);
}
