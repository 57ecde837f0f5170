// The Lab's sets of pictures. A set is listed from the moment its import begins, so that
// what an import that was cut off has left behind can be seen and deleted.
import * as v from 'valibot';
import type { Sample } from '../../core/data/manifest';
import { useDatabase, type Used } from '../db';

/** A picture of a set, and what was found out about it when it came. */
export interface LabPicture extends Sample {
  /** Of its file. */
  readonly bytes: number;
  /** Upright, in pixels. */
  readonly width: number;
  readonly height: number;
  /** What is wrong with it, as `core/image/quality` names it. */
  readonly findings: readonly string[];
  /** Uint32 words of `core/image/perceptual-hash`. */
  readonly hash: readonly number[];
}

/** Something that was handed over and not taken. */
export interface RefusedFile {
  readonly path: string;
  /** As the step that refused it names it. */
  readonly reason: string;
}

export interface LabSet {
  readonly id: string;
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  /** False while pictures are coming in, and for good where that was cut off. */
  readonly isComplete: boolean;
  readonly pictures: readonly LabPicture[];
  /**
   * Pairs of pictures that look alike, by index, as few as tie all look-alikes together: fewer
   * than there are pictures (older sets hold every pair).
   */
  readonly alike: readonly { readonly first: number; readonly second: number }[];
  readonly refused: readonly RefusedFile[];
}

const VERSION = 1;

const text = v.string();
const splits: readonly unknown[] = ['train', 'val', 'test', 'none'];
// By hand: checked field by field, 5,000 pictures keep a page busy for 40 ms, so in 2.
const pictureSchema = v.custom<LabPicture>((value) => {
  if (typeof value !== 'object' || value === null) return false;
  const row = value as Readonly<Record<keyof LabPicture, unknown>>;
  return (
    textFields.every((name) => typeof row[name] === 'string') &&
    numberFields.every((name) => typeof row[name] === 'number') &&
    (row.age === null || typeof row.age === 'number') &&
    splits.includes(row.split) &&
    isAll(row.findings, 'string') &&
    isAll(row.hash, 'number')
  );
});
const textFields = [
  ...(['file', 'source', 'upstream', 'diagnosis', 'target', 'lesionId', 'patientId'] as const),
  ...(['group', 'sex', 'site', 'mask'] as const),
];
const numberFields = ['bytes', 'width', 'height'] as const;

function isAll(value: unknown, type: 'string' | 'number'): boolean {
  return Array.isArray(value) && value.every((one) => typeof one === type);
}

const setSchema = v.object({
  version: v.literal(VERSION),
  id: text,
  name: text,
  createdAt: v.number(),
  isComplete: v.boolean(),
  pictures: v.array(pictureSchema),
  alike: v.array(v.object({ first: v.number(), second: v.number() })),
  refused: v.array(v.object({ path: text, reason: text })),
});

/** A row of the list; a damaged one can still be deleted. */
export type ListedSet =
  | { readonly kind: 'set'; readonly set: LabSet }
  | { readonly kind: 'unreadable'; readonly id: string };

/** Keeps a set, in place of the one of the same id. */
export function saveSet(set: LabSet): Promise<Used<unknown>> {
  return useDatabase((database) => database.put('labSets', { version: VERSION, ...set }));
}

/**
 * Changes a set as it is now, whoever wrote it last; null where there is none that can be
 * read. `change` runs within the transaction, so it must not wait.
 */
export function changeSet(
  id: string,
  change: (set: LabSet) => LabSet,
): Promise<Used<LabSet | null>> {
  return useDatabase(async (database) => {
    const { store, done } = database.transaction('labSets', 'readwrite');
    const set = parseSet(await store.get(id));
    const changed = set && change(set);
    if (changed) await store.put({ version: VERSION, ...changed });
    await done;
    return changed;
  });
}

/** Ids of the paper tour's sets and runs begin with it; no list holds them. */
const TOUR = 'tour-';

/** The id of a set or run of the tour. */
export function tourId(name: string): string {
  return TOUR + name;
}

/** Whether something belongs to the paper tour, which a desk would only be littered with. */
export function isOfTour(id: string): boolean {
  return id.startsWith(TOUR);
}

/** All sets but the tour's, newest first. */
export function listSets(): Promise<Used<ListedSet[]>> {
  return useDatabase(async (database) => {
    const { store } = database.transaction('labSets');
    const [keys, stored] = await Promise.all([store.getAllKeys(), store.getAll()]);
    return stored
      .map((value, i) => ({ id: keys[i], row: listed(keys[i], value) }))
      .flatMap(({ id, row }) => (isOfTour(id) ? [] : [row]))
      .sort((a, b) => moment(b) - moment(a));
  });
}

/** One set; null where there is none that can be read. */
export async function readSet(id: string): Promise<LabSet | null> {
  const read = await useDatabase((database) => database.get('labSets', id));
  return read.kind === 'done' ? parseSet(read.value) : null;
}

/** Keeps pictures of a set: all of them or none. */
export function savePictures(
  setId: string,
  pictures: readonly { readonly file: string; readonly blob: Blob }[],
): Promise<Used<void>> {
  return useDatabase(async (database) => {
    const { store, done } = database.transaction('labPictures', 'readwrite');
    await Promise.all([...pictures.map(({ file, blob }) => store.put(blob, [setId, file])), done]);
  });
}

/** A picture's file; null where it is gone. */
export async function readSetPicture(setId: string, file: string): Promise<Blob | null> {
  const read = await useDatabase((database) => database.get('labPictures', [setId, file]));
  return read.kind === 'done' && read.value instanceof Blob ? read.value : null;
}

/** Deletes some pictures of a set. */
export function deletePictures(setId: string, files: readonly string[]): Promise<Used<void>> {
  return useDatabase(async (database) => {
    const { store, done } = database.transaction('labPictures', 'readwrite');
    await Promise.all([...files.map((file) => store.delete([setId, file])), done]);
  });
}

/** Deletes a set with all its pictures, or one whose import was given up. */
export function deleteSet(id: string): Promise<Used<void>> {
  return useDatabase(async (database) => {
    const write = database.transaction(['labSets', 'labPictures'], 'readwrite');
    await Promise.all([
      write.objectStore('labSets').delete(id),
      write.objectStore('labPictures').delete(allOf(id)),
      write.done,
    ]);
  });
}

/** All keys whose first part is `id`. */
export function allOf(id: string): IDBKeyRange {
  // An array sorts after every text.
  return IDBKeyRange.bound([id], [id, []]);
}

function listed(id: string, value: unknown): ListedSet {
  const set = parseSet(value);
  return set ? { kind: 'set', set } : { kind: 'unreadable', id };
}

function parseSet(value: unknown): LabSet | null {
  const result = v.safeParse(setSchema, value);
  if (!result.success) return null;
  const { version: _, ...set } = result.output;
  return set;
}

function moment(row: ListedSet): number {
  return row.kind === 'set' ? row.set.createdAt : 0;
}
