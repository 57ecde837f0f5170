import { openDB } from 'idb';
import { afterEach, expect, it, vi } from 'vitest';
import { listChecks, onChecksChanged } from './checks';
import { closeDatabase, openDatabase } from './db';
import { eraseEverything } from './erase';
import { activationFolder } from './lab/activations';

afterEach(async () => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  await closeDatabase();
});

const all = (what: string) => ({
  database: what,
  caches: what,
  serviceWorker: what,
  localStorage: what,
});

/** What a service worker of this page would be. */
function registered(scope: string, unregister = () => Promise.resolve(true)) {
  const registration = { scope, unregister: vi.fn(unregister) };
  const found = registration as unknown as ServiceWorkerRegistration;
  vi.spyOn(navigator.serviceWorker, 'getRegistration').mockResolvedValue(found);
  return registration;
}
const ownScope = new URL('.', document.baseURI).href;

it('removes what is ours, and leaves what is not', async () => {
  const opened = await openDatabase();
  if (opened.kind !== 'ok') throw new Error(opened.kind);
  await opened.database.put('checks', { id: 'a' });
  await caches.open('lentigo-precache');
  await caches.open('of-another-project');
  const activations = await activationFolder('a');
  await activations!.getFileHandle('train.f16', { create: true });
  localStorage.setItem('lentigo.install-dismissed', '1');
  localStorage.setItem('of-another-project', '1');
  const worker = registered(ownScope);

  await expect(eraseEverything()).resolves.toEqual(all('erased'));
  const names = (await indexedDB.databases()).map(({ name }) => name);
  expect(names).not.toContain('lentigo');
  const files = await navigator.storage.getDirectory();
  await expect(files.getDirectoryHandle('lentigo-activations')).rejects.toThrow();
  await expect(caches.has('lentigo-precache')).resolves.toBe(false);
  await expect(caches.has('of-another-project')).resolves.toBe(true);
  expect(localStorage.getItem('lentigo.install-dismissed')).toBeNull();
  expect(localStorage.getItem('of-another-project')).toBe('1');
  expect(worker.unregister).toHaveBeenCalledOnce();

  await caches.delete('of-another-project');
  localStorage.removeItem('of-another-project');
  await expect(listChecks()).resolves.toEqual({ kind: 'done', value: [] });
});

it('leaves the service worker of another project', async () => {
  const worker = registered('https://elsewhere.example/');
  await expect(eraseEverything()).resolves.toEqual(all('erased'));
  expect(worker.unregister).not.toHaveBeenCalled();
});

it('says when a tab of an older version does not let go', async () => {
  // A connection that ignores `versionchange`.
  const older = await openDB('lentigo', 2);
  const erased = eraseEverything();
  await expect(erased).resolves.toEqual({ ...all('erased'), database: 'blocked' });
  older.close();
  const names = async () => (await indexedDB.databases()).map(({ name }) => name);
  await expect.poll(names).not.toContain('lentigo');
});

it('claims nothing that failed', async () => {
  const denied = () => {
    throw new DOMException('denied', 'SecurityError');
  };
  vi.spyOn(indexedDB, 'deleteDatabase').mockImplementation(denied);
  vi.spyOn(CacheStorage.prototype, 'keys').mockImplementation(denied);
  vi.spyOn(window, 'localStorage', 'get').mockImplementation(denied);
  registered(ownScope, () => Promise.resolve(false));
  await expect(eraseEverything()).resolves.toEqual(all('failed'));
});

it('says so where a cache was not deleted', async () => {
  await caches.open('lentigo-x');
  vi.spyOn(CacheStorage.prototype, 'delete').mockResolvedValueOnce(false);
  await expect(eraseEverything()).resolves.toEqual({ ...all('erased'), caches: 'failed' });
  await caches.delete('lentigo-x');
});

it('lets the lists of other tabs be read again, and not that of this one', async () => {
  const here = vi.fn();
  const stop = onChecksChanged(here);
  const otherTab = new BroadcastChannel('lentigo-checks');
  const elsewhere = vi.fn();
  otherTab.onmessage = elsewhere;
  await eraseEverything();
  await expect.poll(() => elsewhere).toHaveBeenCalledOnce();
  expect(here).not.toHaveBeenCalled();
  otherTab.close();
  stop();
});
