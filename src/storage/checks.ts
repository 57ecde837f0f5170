// Saved checks: written with their photo or not at all, listed without it.
import type { IDBPObjectStore } from 'idb';
import type { BodyPlace } from '../core/body';
import {
  useDatabase,
  type Database,
  type LentigoSchema,
  type StorageFailure,
  type Used,
} from './db';
import { inTime, isLate } from './in-time';
import { parseSavedCheck, type NewCheck, type SavedCheck } from './saved-check';

/** Whether a check was saved; without room for it or a database, nothing of it is kept. */
export type Saved =
  | { readonly kind: 'saved' }
  | { readonly kind: 'not-saved'; readonly reason: StorageFailure; readonly detail: string };

/** A row of the list; a damaged one can still be deleted. */
export type ListedCheck =
  | { readonly kind: 'check'; readonly check: SavedCheck }
  | { readonly kind: 'unreadable'; readonly id: string };

/** What was deleted, for undoing it. */
export interface DeletedCheck {
  readonly stored: unknown;
  readonly photo: unknown;
  readonly id: string;
}

/** Writes a check and its photo in one transaction. */
export async function saveCheck({ check, photo }: NewCheck): Promise<Saved> {
  return announced(
    await useDatabase((database) =>
      together(database, async ({ checks, photos }) => {
        await checks.put(check);
        await photos.put(photo, check.id);
      }),
    ),
  );
}

/** All checks, newest first. */
export function listChecks(): Promise<Used<ListedCheck[]>> {
  return useDatabase(async (database) => {
    const { store } = database.transaction('checks');
    const [keys, stored] = await Promise.all([store.getAllKeys(), store.getAll()]);
    return stored.map((value, i) => listed(keys[i], value)).sort((a, b) => moment(b) - moment(a));
  });
}

/** One check; null where there is none, or none that can be read. */
export async function readCheck(id: string): Promise<SavedCheck | null> {
  const read = await useDatabase((database) => database.get('checks', id));
  return read.kind === 'done' ? parseSavedCheck(read.value) : null;
}

/** All readable checks of a spot, oldest first; none where the storage cannot be read. */
export async function checksOfSpot(spotId: string): Promise<SavedCheck[]> {
  const read = await useDatabase((database) =>
    database.getAllFromIndex('checks', 'spotId', spotId),
  );
  if (read.kind !== 'done') return [];
  const checks = read.value.map(parseSavedCheck).filter((check) => check !== null);
  return checks.sort((a, b) => a.checkedAt - b.checkedAt);
}

/** The photo of a check; null where there is none. */
export async function readPhoto(id: string): Promise<Blob | null> {
  const read = await useDatabase((database) => database.get('photos', id));
  return read.kind === 'done' && read.value instanceof Blob ? read.value : null;
}

/** Changes the person's own words about a check; `not-saved` also where it is gone. */
export async function changeCheck(
  id: string,
  changes: { readonly note?: string; readonly place?: BodyPlace | null },
): Promise<Saved> {
  return announced(
    await useDatabase((database) =>
      together(database, async ({ checks }) => {
        const check = parseSavedCheck(await checks.get(id));
        if (!check) throw new Error('this check is not there any more');
        await checks.put({ ...check, ...changes });
      }),
    ),
  );
}

/** Deletes a check and its photo; what comes back can be given to `restoreCheck`. */
export async function deleteCheck(id: string): Promise<Used<DeletedCheck>> {
  const deleted = await useDatabase(async (database) => {
    const { thumbnail, photo } = await inTime(copiesOf(database, id));
    return together(database, async ({ checks, photos }) => {
      const stored = await checks.get(id);
      // It would take the place of what can be put back.
      if (stored === undefined) throw new Error('this check is not there any more');
      await Promise.all([checks.delete(id), photos.delete(id)]);
      return { id, photo, stored: withThumbnail(stored, thumbnail) };
    });
  });
  announced(deleted);
  return deleted;
}

/** Puts a deleted check back as it was. */
export async function restoreCheck({ id, stored, photo }: DeletedCheck): Promise<Saved> {
  return announced(
    await useDatabase((database) =>
      together(database, async ({ checks, photos }) => {
        if (stored !== undefined) await checks.put(stored);
        if (photo !== undefined) await photos.put(photo, id);
      }),
    ),
  );
}

// A stored blob may be a file that goes with its record, so what can be put back is held in
// memory. Read before the transaction that deletes: it would not wait for the bytes.
async function copiesOf(database: Database, id: string) {
  const transaction = database.transaction(['checks', 'photos']);
  const [stored, photo] = await Promise.all([
    transaction.objectStore('checks').get(id),
    transaction.objectStore('photos').get(id),
  ]);
  const thumbnail = parseSavedCheck(stored)?.thumbnail;
  return { thumbnail: await inMemory(thumbnail), photo: await inMemory(photo) };
}

async function inMemory(value: unknown): Promise<unknown> {
  if (!(value instanceof Blob)) return value;
  try {
    return new Blob([await value.arrayBuffer()], { type: value.type });
  } catch {
    // Its bytes are lost already; it can be deleted all the same.
    return value;
  }
}

function withThumbnail(stored: unknown, thumbnail: unknown): unknown {
  return thumbnail instanceof Blob ? { ...(stored as object), thumbnail } : stored;
}

type Store<Name extends 'checks' | 'photos'> = IDBPObjectStore<
  LentigoSchema,
  ('checks' | 'photos')[],
  Name,
  'readwrite'
>;

// One transaction over both stores. A write that throws before it is sent does not end the
// transaction by itself: the other half would be kept.
async function together<T>(
  database: Database,
  write: (stores: { checks: Store<'checks'>; photos: Store<'photos'> }) => Promise<T>,
): Promise<T> {
  const transaction = database.transaction(['checks', 'photos'], 'readwrite');
  const stores = {
    checks: transaction.objectStore('checks'),
    photos: transaction.objectStore('photos'),
  };
  const written = Promise.all([write(stores), transaction.done]).then(([value]) => value);
  try {
    return await inTime(written);
  } catch (error) {
    const isStopped = stop(transaction);
    if (!isLate(error)) {
      // A full disk ends the transaction, and that says why; the write only says "aborted".
      await inTime(transaction.done).catch(() => undefined);
      throw transaction.error ?? error;
    }
    // Nothing of it will be kept: it can be tried again.
    if (isStopped) throw error;
    return await inTime(written).catch(() => {
      void written.then(tellOfChange, () => undefined);
      throw new Error('the browser does not say whether it kept this');
    });
  }
}

/** False where it has ended, or is being committed and cannot be stopped. */
function stop(transaction: { abort(): void }): boolean {
  try {
    transaction.abort();
    return true;
  } catch {
    return false;
  }
}

const listeners = new Set<() => void>();
let channel: BroadcastChannel | null = null;

/** Calls `listener` when checks changed, in this tab or another; returns how to stop. */
export function onChecksChanged(listener: () => void): () => void {
  listeners.add(listener);
  openChannel();
  return () => listeners.delete(listener);
}

function openChannel(): BroadcastChannel {
  if (channel) return channel;
  channel = new BroadcastChannel('lentigo-checks');
  channel.onmessage = () => listeners.forEach((tell) => tell());
  return channel;
}

/** Lets the lists of other tabs be read again. */
export function tellOtherTabs(): void {
  openChannel().postMessage('changed');
}

function announced(used: Used<unknown>): Saved {
  if (used.kind === 'not-done') return { ...used, kind: 'not-saved' };
  tellOfChange();
  return { kind: 'saved' };
}

function tellOfChange(): void {
  tellOtherTabs();
  listeners.forEach((tell) => tell());
}

function listed(id: string, stored: unknown): ListedCheck {
  const check = parseSavedCheck(stored);
  return check ? { kind: 'check', check } : { kind: 'unreadable', id };
}

// What cannot be read comes last.
function moment(row: ListedCheck): number {
  return row.kind === 'check' ? row.check.checkedAt : -Infinity;
}
