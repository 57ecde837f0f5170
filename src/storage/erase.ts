// Removes everything this app has put on the device, and says what it could not remove.
import { deleteDB } from 'idb';
import { closeDatabase, DATABASE_NAME } from './db';

/** What there was to remove; `true` where it is gone. */
export interface Erased {
  /** Saved checks, the draft and the settings. */
  readonly database: boolean;
  /** The stored app: its files and the photos shared to it. */
  readonly caches: boolean;
  readonly serviceWorker: boolean;
  readonly localStorage: boolean;
}

/** Other tabs let go of the database at once; one of an old version may not. */
const DELETE_TIMEOUT_MS = 5_000;
const OURS = 'lentigo';

export async function eraseEverything(): Promise<Erased> {
  const [database, caches, serviceWorker] = await Promise.all([
    eraseDatabase().catch(() => false),
    eraseCaches().catch(() => false),
    unregister().catch(() => false),
  ]);
  return { database, caches, serviceWorker, localStorage: eraseLocal() };
}

async function eraseDatabase(): Promise<boolean> {
  await closeDatabase();
  const late = new Promise<false>((resolve) => setTimeout(resolve, DELETE_TIMEOUT_MS, false));
  return Promise.race([deleteDB(DATABASE_NAME).then(() => true), late]);
}

// Another project of this host has caches of its own.
async function eraseCaches(): Promise<boolean> {
  const names = (await caches.keys()).filter((name) => name.startsWith(OURS));
  const gone = await Promise.all(names.map((name) => caches.delete(name)));
  return gone.every(Boolean);
}

async function unregister(): Promise<boolean> {
  const registration = await navigator.serviceWorker.getRegistration(document.baseURI);
  return registration ? registration.unregister() : true;
}

function eraseLocal(): boolean {
  try {
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith(`${OURS}.`)) localStorage.removeItem(key);
    }
    return true;
  } catch {
    return false;
  }
}
