// The app's one IndexedDB database: its schema, its migrations and its one connection.
import { openDB, type DBSchema, type IDBPDatabase, type OpenDBCallbacks } from 'idb';
import { inTime } from './in-time';

// Project pages of one host share an origin, hence a name of our own.
export const DATABASE_NAME = 'lentigo';

/** Raise it with every change of the schema, and add a step to `migrate` and its test. */
export const DATABASE_VERSION = 3;

/** What is stored. Values may come from an older version of the app: readers check them. */
export interface LentigoSchema extends DBSchema {
  settings: { key: 'backend-verdicts' | 'preferences' | 'own-model'; value: unknown };
  /** Saved checks without their photos, by id; see saved-check.ts. */
  checks: { key: string; value: unknown; indexes: { checkedAt: number; spotId: string } };
  /** The photos of saved checks, by the same id. Apart, so that a list reads none of them. */
  photos: { key: string; value: unknown };
  /** The one unfinished check; see draft.ts. */
  draft: { key: 'draft'; value: unknown };
  /** The Lab's sets of pictures without the pictures, by id; see lab/sets.ts. */
  labSets: { key: string; value: unknown };
  /** Their pictures as files, by [set, file]. */
  labPictures: { key: [set: string, file: string]; value: unknown };
  /** Training runs, by id; see lab/runs.ts. */
  labRuns: { key: string; value: unknown };
  /** What runs leave behind, by [run, name]: checkpoint, bundles, logs. */
  labFiles: { key: [run: string, name: string]; value: unknown };
}
export type Database = IDBPDatabase<LentigoSchema>;

/** A connection, or why there is none. */
export type Opened =
  | { readonly kind: 'ok'; readonly database: Database }
  /** A newer version of the app has been here; its data must not be touched. */
  | { readonly kind: 'newer-version' }
  /** Another tab with an older version keeps the database from being upgraded. */
  | { readonly kind: 'blocked' }
  /** The browser has no storage for us (private window, disk full). */
  | { readonly kind: 'unavailable'; readonly reason: string };

let cached: Promise<Opened> | null = null;

/** Opens the database, once; a failed or closed connection is forgotten and opened anew. */
export function openDatabase(): Promise<Opened> {
  if (cached) return cached;
  const opening = open(() => {
    if (cached === opening) cached = null;
  });
  cached = opening;
  return opening;
}

/** Closes the connection, if there is one. */
export async function closeDatabase(): Promise<void> {
  const closing = cached;
  cached = null;
  const opened = await closing;
  if (opened?.kind === 'ok') opened.database.close();
}

// Closes a connection that is of no use any more; a newer one is left alone.
async function drop(database: Database): Promise<void> {
  const current = cached;
  const opened = await current;
  if (opened?.kind === 'ok' && opened.database === database && cached === current) cached = null;
  database.close();
}

/** Why something could not be read or written. */
export type StorageFailure = Exclude<Opened['kind'], 'ok'> | 'quota-full' | 'failed';

/** What came of a use of the database. */
export type Used<T> =
  | { readonly kind: 'done'; readonly value: T }
  | { readonly kind: 'not-done'; readonly reason: StorageFailure; readonly detail: string };

/**
 * Uses the database. Never throws: a failure is an outcome. `use` may run twice, since
 * browsers lose a connection now and then (Safari in the background, a closed database);
 * what it began must be rolled back then, with the lost connection or by itself.
 */
export async function useDatabase<T>(use: (database: Database) => Promise<T>): Promise<Used<T>> {
  for (let isRetry = false; ; isRetry = true) {
    const opened = await openDatabase();
    if (opened.kind !== 'ok') {
      const detail = opened.kind === 'unavailable' ? opened.reason : opened.kind;
      return { kind: 'not-done', reason: opened.kind, detail };
    }
    try {
      return { kind: 'done', value: await use(opened.database) };
    } catch (error) {
      const { name, message } = error as DOMException;
      if (!isRetry && isLostConnection(name, message)) await drop(opened.database);
      else {
        const reason = name === 'QuotaExceededError' ? 'quota-full' : 'failed';
        return { kind: 'not-done', reason, detail: message };
      }
    }
  }
}

// WebKit says "Connection to Indexed Database server lost" in an UnknownError; a closed
// connection is an InvalidStateError everywhere, and one that did not answer a TimeoutError.
function isLostConnection(name: string, message: string): boolean {
  const isLost = name === 'InvalidStateError' || name === 'TimeoutError';
  return isLost || (name === 'UnknownError' && /connection/i.test(message));
}

async function open(forget: () => void): Promise<Opened> {
  let blocked = () => {};
  const untilBlocked = new Promise<Opened>((resolve) => {
    blocked = () => resolve({ kind: 'blocked' });
  });
  const connecting = connect({
    upgrade: (database, from) => migrate(database, from),
    blocked: () => blocked(),
    // A newer version wants to upgrade: stand aside.
    blocking: (_current, _wanted, event) => {
      forget();
      (event.target as IDBDatabase).close();
    },
    terminated: forget,
  });
  const opened = await Promise.race([
    inTime(connecting).then((database): Opened => ({ kind: 'ok', database }), refused),
    untilBlocked,
  ]);
  if (opened.kind !== 'ok') {
    forget();
    // Nobody waits for it any more; left open it would block the others in turn.
    void connecting.then((database) => database.close(), refused);
  }
  return opened;
}

// Async, because a forbidden `indexedDB.open` throws at once instead of rejecting.
async function connect(callbacks: OpenDBCallbacks<LentigoSchema>): Promise<Database> {
  return openDB(DATABASE_NAME, DATABASE_VERSION, callbacks);
}

function refused(error: unknown): Opened {
  const { name, message } = error as DOMException;
  return name === 'VersionError'
    ? { kind: 'newer-version' }
    : { kind: 'unavailable', reason: message };
}

// Each step brings the schema one version further.
function migrate(database: Database, from: number): void {
  if (from < 1) database.createObjectStore('settings');
  if (from < 2) {
    const checks = database.createObjectStore('checks', { keyPath: 'id' });
    checks.createIndex('checkedAt', 'checkedAt');
    checks.createIndex('spotId', 'spotId');
    database.createObjectStore('photos');
    database.createObjectStore('draft');
  }
  if (from < 3) {
    database.createObjectStore('labSets', { keyPath: 'id' });
    database.createObjectStore('labPictures');
    database.createObjectStore('labRuns', { keyPath: 'id' });
    database.createObjectStore('labFiles');
  }
}
