// Removes everything this app has put on the device, and says what it could not remove.
import { deleteDB } from 'idb';
import { tellOtherTabs } from './checks';
import { closeDatabase, DATABASE_NAME } from './db';
import { removeAllActivations } from './lab/activations';

/** `blocked`: another tab, of an older version, does not let go. It may yet go by itself. */
export type Erasure = 'erased' | 'blocked' | 'failed';

/** What became of each thing; `erased` also where there was nothing of it. */
export interface Erased {
  /** Saved checks, the draft and the settings; the Lab's pictures, runs and private files. */
  readonly database: Erasure;
  /** The stored app: its files and the photos shared to it. */
  readonly caches: Erasure;
  readonly serviceWorker: Erasure;
  readonly localStorage: Erasure;
}

/** Tabs of this version let go of the database at once, when the browser asks them to. */
const DELETE_WAIT_MS = 5_000;
/** Projects of one host share an origin: only what bears our name is ours. */
const OURS = 'lentigo';

/** Never throws, and answers within seconds. */
export async function eraseEverything(): Promise<Erased> {
  const [database, caches, serviceWorker, localStorage] = await Promise.all([
    eraseStored().catch(failed),
    eraseCaches().catch(failed),
    unregister().catch(failed),
    eraseLocal().catch(failed),
  ]);
  tellOtherTabs();
  return { database, caches, serviceWorker, localStorage };
}

const failed = (): Erasure => 'failed';

async function eraseStored(): Promise<Erasure> {
  const [database, areFilesGone] = await Promise.all([eraseDatabase(), removeAllActivations()]);
  return database === 'erased' && !areFilesGone ? 'failed' : database;
}

async function eraseDatabase(): Promise<Erasure> {
  await closeDatabase();
  let soFar: Erasure = 'failed';
  const deleting = deleteDB(DATABASE_NAME, { blocked: () => (soFar = 'blocked') });
  return Promise.race([
    deleting.then(() => 'erased' as const),
    new Promise<Erasure>((resolve) => setTimeout(() => resolve(soFar), DELETE_WAIT_MS)),
  ]);
}

async function eraseCaches(): Promise<Erasure> {
  // Absent outside a secure context.
  if (!('caches' in globalThis)) return 'erased';
  const names = (await caches.keys()).filter((name) => name.startsWith(OURS));
  const gone = await Promise.all(names.map((name) => caches.delete(name)));
  return gone.every(Boolean) ? 'erased' : 'failed';
}

async function unregister(): Promise<Erasure> {
  // Absent in some private windows.
  if (!('serviceWorker' in navigator)) return 'erased';
  const registration = await navigator.serviceWorker.getRegistration();
  // One further up belongs to another project.
  if (registration?.scope !== new URL('.', document.baseURI).href) return 'erased';
  return (await registration.unregister()) ? 'erased' : 'failed';
}

// Async, because a forbidden `localStorage` throws when it is merely asked for.
async function eraseLocal(): Promise<Erasure> {
  const ours = Object.keys(localStorage).filter((key) => key.startsWith(`${OURS}.`));
  for (const key of ours) localStorage.removeItem(key);
  return 'erased';
}
