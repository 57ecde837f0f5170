import 'fake-indexeddb/auto';
import { deleteDB, openDB } from 'idb';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { closeDatabase, DATABASE_VERSION, openDatabase } from './db';

afterEach(async () => {
  vi.restoreAllMocks();
  await closeDatabase();
  await deleteDB('lentigo');
});

async function opened() {
  const result = await openDatabase();
  if (result.kind !== 'ok') throw new Error(`not opened: ${result.kind}`);
  return result.database;
}

describe('openDatabase', () => {
  it('makes a fresh database at version 1 with its one store', async () => {
    const database = await opened();
    expect(DATABASE_VERSION).toBe(1);
    expect(database.version).toBe(1);
    expect([...database.objectStoreNames]).toEqual(['settings']);
  });

  it('opens once for many callers', async () => {
    expect(await opened()).toBe(await opened());
  });

  it('says that a newer version of the app has been here, and leaves its data alone', async () => {
    const newer = await openDB('lentigo', DATABASE_VERSION + 1, {
      upgrade: (database) => database.createObjectStore('tomorrow'),
    });
    newer.close();
    await expect(openDatabase()).resolves.toEqual({ kind: 'newer-version' });
    const again = await openDB('lentigo', DATABASE_VERSION + 1);
    expect([...again.objectStoreNames]).toEqual(['tomorrow']);
    again.close();
  });

  it('forgets a failure, so that the next call tries again', async () => {
    vi.spyOn(indexedDB, 'open').mockImplementationOnce(() => {
      throw new DOMException('not in a private window', 'SecurityError');
    });
    await expect(openDatabase()).resolves.toEqual({
      kind: 'unavailable',
      reason: 'not in a private window',
    });
    await expect(openDatabase()).resolves.toMatchObject({ kind: 'ok' });
  });

  it('stands aside for a newer version and notices it afterwards', async () => {
    await opened();
    const newer = await openDB('lentigo', DATABASE_VERSION + 1);
    await expect(openDatabase()).resolves.toEqual({ kind: 'newer-version' });
    newer.close();
  });

  it('opens anew after the connection was closed', async () => {
    const first = await opened();
    await closeDatabase();
    const second = await opened();
    expect(second).not.toBe(first);
    await expect(second.get('settings', 'backend-verdicts')).resolves.toBeUndefined();
  });

  it('says that another tab blocks the upgrade, instead of waiting for ever', async () => {
    // fake-indexeddb: an older connection that ignores `versionchange`.
    const real = indexedDB.open.bind(indexedDB);
    const older = await openDB('lentigo', 1);
    vi.spyOn(indexedDB, 'open').mockImplementation((name) => real(name, 2));
    await expect(openDatabase()).resolves.toEqual({ kind: 'blocked' });
    older.close();
    vi.restoreAllMocks();
    // What opened too late was closed again: it blocks nobody.
    await vi.waitFor(() => deleteDB('lentigo', { blocked: () => expect.fail('still open') }));
  });
});
