// Takes pictures into a set of the Lab: what was handed over is sorted, unpacked and kept,
// then labelled, decoded once and looked at. Whatever is refused is named with its reason.
import { throwIfStopped } from '../core/data/stopped';
import { nearTies } from '../core/data/near-duplicates';
import { drawnSet } from '../core/data/drawn-set';
import { CoreError, type StopSignal } from '../core/errors';
import { assessQuality } from '../core/image/quality';
import { perceptualHash } from '../core/image/perceptual-hash';
import type { RgbImage } from '../core/image/rgb-image';
import { labelPictures, type Labelling } from '../core/intake/label-pictures';
import { sortEntry } from '../core/intake/sort-entry';
import { ArchiveError, unzip } from '../core/intake/unzip';
import type { Sample } from '../core/data/manifest';
import { decodePicture } from '../platform/decode';
import { encodeJpeg } from '../platform/encode';
import type { Used } from '../storage/db';
import {
  changeSet,
  deletePictures,
  deleteSet,
  readSet,
  readSetPicture,
  savePictures,
  saveSet,
  type LabPicture,
  type LabSet,
  type RefusedFile,
} from '../storage/lab/sets';
import type { FromIntake, HandedFile, HandedTable, ToIntake } from './intake-protocol';

/** One import: what it has brought so far, so that it can be undone. */
export interface Import {
  readonly setId: string;
  readonly name: string;
  /** The set as it was; null for a new one. */
  readonly before: LabSet | null;
  readonly stop: StopSignal;
  readonly tell: (message: FromIntake) => void;
  /** Files that were stored. */
  readonly stored: string[];
  readonly refused: RefusedFile[];
}

/** Pictures that are written together. */
const AT_ONCE = 32;
/** Pictures that are compared with all others between two words about it. */
const COMPARED_AT_ONCE = 500;

/** Begins an import into a set, new or not. @throws CoreError where nothing can be stored. */
export async function beginImport(
  { setId, name }: Pick<Extract<ToIntake, { kind: 'gather' }>, 'setId' | 'name'>,
  stop: StopSignal,
  tell: Import['tell'],
): Promise<Import> {
  const before = await readSet(setId);
  if (!before) {
    const empty = { id: setId, name, createdAt: Date.now(), isComplete: false };
    assertDone(await saveSet({ ...empty, pictures: [], alike: [], refused: [] }));
  }
  return { setId, name: before?.name ?? name, before, stop, tell, stored: [], refused: [] };
}

/**
 * Stores all pictures that were handed over. An archive that cannot be read on is refused like
 * any other file; what a damaged one gave before stays, what one gave that is no honest archive
 * goes.
 * @throws CoreError `data-invalid`, also where nothing but a broken archive was handed over;
 * StoppedError.
 */
export async function gather(
  job: Import,
  files: readonly HandedFile[],
): Promise<readonly HandedTable[]> {
  const tables: HandedTable[] = [];
  const seen = new Set(job.before?.pictures.map(({ file }) => file));
  const broken: ArchiveError[] = [];
  let waiting: { file: string; blob: Blob }[] = [];
  const flush = async () => {
    throwIfStopped(job.stop, 'reading');
    // Known before they are there: undoing must not miss any.
    job.stored.push(...waiting.map(({ file }) => file));
    assertDone(await savePictures(job.setId, waiting));
    waiting = [];
  };
  const take = async (path: string, blob: Blob) => {
    if (seen.has(path)) {
      job.refused.push({ path, reason: 'same-path' });
      return;
    }
    seen.add(path);
    waiting.push({ file: path, blob });
    if (waiting.length === AT_ONCE) await flush();
  };
  const takeBack = async (paths: ReadonlySet<string>) => {
    waiting = waiting.filter(({ file }) => !paths.has(file));
    const written = job.stored.filter((file) => paths.has(file));
    assertDone(await deletePictures(job.setId, written));
    const kept = job.stored.filter((file) => !paths.has(file));
    job.stored.splice(0, job.stored.length, ...kept);
    for (const path of paths) seen.delete(path);
  };
  for (const [i, { path, file }] of files.entries()) {
    throwIfStopped(job.stop, 'reading');
    job.tell({ kind: 'progress', stage: 'reading', done: i, total: files.length });
    if (/\.zip$/i.test(path)) {
      // Both keep their order: what comes after these is the archive's.
      const [known, knownTables] = [seen.size, tables.length];
      try {
        await gatherZip(job, file, take, tables);
      } catch (error) {
        if (!(error instanceof ArchiveError)) throw error;
        broken.push(error);
        job.refused.push({ path, reason: error.refusal });
        if (error.refusal === 'bomb' || error.refusal === 'too-many') {
          await takeBack(new Set([...seen].slice(known)));
          tables.length = knownTables;
        }
      }
      continue;
    }
    const sorted = sortEntry({ path, sizeBytes: file.size });
    if (sorted.kind === 'refused') job.refused.push({ path, reason: sorted.reason });
    else if (sorted.kind === 'picture') await take(sorted.path, file);
    else tables.push({ path: sorted.path, text: await file.text() });
  }
  await flush();
  if (job.stored.length === 0 && broken.length > 0) throw broken[0];
  return tables;
}

async function gatherZip(
  job: Import,
  archive: Blob,
  take: (path: string, blob: Blob) => Promise<void>,
  tables: HandedTable[],
): Promise<void> {
  let read = 0;
  for await (const entry of unzip(chunksOf(archive), { signal: job.stop })) {
    if (entry.kind === 'refused') job.refused.push(entry);
    else if (entry.kind === 'picture') {
      await take(entry.path, new Blob([entry.bytes as Uint8Array<ArrayBuffer>]));
    } else {
      const text = new TextDecoder().decode(entry.bytes);
      tables.push({ path: entry.path, text });
    }
    job.tell({ kind: 'progress', stage: 'reading', done: ++read, total: null });
  }
}

async function* chunksOf(blob: Blob): AsyncGenerator<Uint8Array> {
  const reader = blob.stream().getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    yield value;
  }
}

/**
 * Labels what was gathered, looks at every picture once, and makes the set whole.
 * @throws CoreError `data-invalid` where nothing usable is left, or a column is missing.
 */
export async function label(job: Import, labelling: Labelling): Promise<LabSet> {
  const { samples, refused, faults, missing } = labelPictures(job.stored, labelling, job.name);
  job.refused.push(...refused);
  job.refused.push(
    ...faults.map(({ line, fault, reason }) => ({ path: `${line}: ${reason}`, reason: fault })),
    ...missing.map((path) => ({ path, reason: 'missing' })),
  );
  const pictures: LabPicture[] = [];
  for (const [i, sample] of samples.entries()) {
    throwIfStopped(job.stop, 'checking');
    job.tell({ kind: 'progress', stage: 'checking', done: i, total: samples.length });
    const looked = await lookAt(job, sample);
    if (looked) pictures.push(looked);
  }
  const kept = new Set(pictures.map(({ file }) => file));
  assertDone(
    await deletePictures(
      job.setId,
      job.stored.filter((file) => !kept.has(file)),
    ),
  );
  return complete(job, pictures);
}

async function lookAt(job: Import, sample: Sample): Promise<LabPicture | null> {
  const blob = await readSetPicture(job.setId, sample.file);
  if (!blob) throw new CoreError('data-invalid', `${sample.file} could not be read back`);
  try {
    return described(sample, blob.size, await decodePicture(blob));
  } catch (error) {
    if (!(error instanceof CoreError && error.code === 'image-undecodable')) throw error;
    job.refused.push({ path: sample.file, reason: error.reason ?? 'damaged' });
    return null;
  }
}

function described(sample: Sample, bytes: number, image: RgbImage): LabPicture {
  const { width, height } = image;
  const findings = assessQuality(image).findings.map(({ problem }) => problem);
  return { ...sample, bytes, width, height, findings, hash: [...perceptualHash(image)] };
}

/** A set of drawn pictures. @throws CoreError; StoppedError. */
export async function draw(
  job: Import,
  { count, malignantShare, seed }: Extract<ToIntake, { kind: 'draw' }>,
): Promise<LabSet> {
  const pictures: LabPicture[] = [];
  for (const [i, { sample, draw }] of drawnSet(count, malignantShare, seed).entries()) {
    throwIfStopped(job.stop, 'drawing');
    job.tell({ kind: 'progress', stage: 'drawing', done: i, total: count });
    const image = draw();
    const blob = await encodeJpeg(image);
    job.stored.push(sample.file);
    assertDone(await savePictures(job.setId, [{ file: sample.file, blob }]));
    pictures.push(described(sample, blob.size, image));
  }
  return complete(job, pictures);
}

async function complete(job: Import, pictures: readonly LabPicture[]): Promise<LabSet> {
  const { setId, before, refused } = job;
  if (pictures.length === 0 && !before) {
    throw new CoreError('data-invalid', 'no picture of these can be used');
  }
  // The set as it is now: its split may have been drawn anew, or other pictures have come.
  const saved = await changeSet(setId, (now) => {
    const there = new Set(now.pictures.map(({ file }) => file));
    const all = [...now.pictures, ...pictures.filter(({ file }) => !there.has(file))];
    return { ...now, isComplete: true, pictures: all, alike: lookAlikes(job, all), refused };
  });
  assertDone(saved);
  if (!saved.value) throw new CoreError('data-invalid', 'the set was deleted meanwhile');
  return saved.value;
}

function lookAlikes({ tell }: Import, pictures: readonly LabPicture[]): LabSet['alike'] {
  const hashes = Uint32Array.from(pictures.flatMap(({ hash }) => hash));
  const ties = nearTies(hashes, (done) => {
    if (done % COMPARED_AT_ONCE > 0) return;
    tell({ kind: 'progress', stage: 'comparing', done, total: pictures.length });
  });
  return ties.map(({ first, second }) => ({ first, second }));
}

/** Leaves the storage as it was before the import. Never throws. */
export async function undo({ setId, before, stored }: Import): Promise<void> {
  if (before) await deletePictures(setId, stored);
  else await deleteSet(setId);
}

function assertDone<T>(used: Used<T>): asserts used is Extract<Used<T>, { kind: 'done' }> {
  if (used.kind === 'done') return;
  const full = used.reason === 'quota-full' ? 'the device has no room left' : used.detail;
  throw new CoreError('data-invalid', `the pictures cannot be kept: ${full}`);
}
