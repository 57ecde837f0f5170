// The app's one IndexedDB database: its schema, its migrations and its one connection.
import { openDB, type DBSchema, type IDBPDatabase, type OpenDBCallbacks } from 'idb';

// Project pages of one host share an origin, hence a name of our own.
const NAME = 'lentigo';

/** Raise it with every change of the schema, and add a case to `migrate` and its test. */
export const DATABASE_VERSION = 1;

/** What is stored. Values may come from an older version of the app: readers check them. */
export interface LentigoSchema extends DBSchema {
  settings: { key: 'backend-verdicts'; value: unknown };
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
  const opened = await cached;
  cached = null;
  if (opened?.kind === 'ok') opened.database.close();
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
    connecting.then((database): Opened => ({ kind: 'ok', database }), refused),
    untilBlocked,
  ]);
  if (opened.kind !== 'ok') forget();
  if (opened.kind === 'blocked') {
    // Nobody waits for it any more; left open it would block the others in turn.
    void connecting.then((database) => database.close(), refused);
  }
  return opened;
}

// Async, because a forbidden `indexedDB.open` throws at once instead of rejecting.
async function connect(callbacks: OpenDBCallbacks<LentigoSchema>): Promise<Database> {
  return openDB(NAME, DATABASE_VERSION, callbacks);
}

function refused(error: unknown): Opened {
  const { name, message } = error as DOMException;
  return name === 'VersionError'
    ? { kind: 'newer-version' }
    : { kind: 'unavailable', reason: message };
}

// Each case brings the schema one version further and falls through to the next.
function migrate(database: Database, from: number): void {
  switch (from) {
    case 0:
      database.createObjectStore('settings');
  }
}
