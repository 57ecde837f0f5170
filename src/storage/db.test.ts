import 'fake-indexeddb/auto';
import { deleteDB, openDB, unwrap } from 'idb';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { closeDatabase, DATABASE_VERSION, openDatabase, useDatabase, type Database } from './db';

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

const stores = [
  ...['checks', 'draft', 'labFiles', 'labPictures', 'labRuns', 'labSets', 'photos', 'settings'],
];

describe('openDatabase', () => {
  it('makes a fresh database with its stores', async () => {
    const database = await opened();
    expect(DATABASE_VERSION).toBe(3);
    expect(database.version).toBe(3);
    expect([...database.objectStoreNames]).toEqual(stores);
  });

  it('brings a database of version 1 along, with what is in it', async () => {
    const old = await openDB('lentigo', 1, {
      upgrade: (database) => void database.createObjectStore('settings'),
    });
    await old.put('settings', { subject: 'a browser', verdicts: [] }, 'backend-verdicts');
    old.close();
    const database = await opened();
    expect([...database.objectStoreNames]).toEqual(stores);
    expect([...database.transaction('checks').store.indexNames]).toEqual(['checkedAt', 'spotId']);
    await expect(database.get('settings', 'backend-verdicts')).resolves.toEqual({
      subject: 'a browser',
      verdicts: [],
    });
  });

  it('brings a database of version 2 along, with what is in it', async () => {
    const old = await openDB('lentigo', 2, {
      upgrade: (database) => {
        database.createObjectStore('settings');
        const checks = database.createObjectStore('checks', { keyPath: 'id' });
        checks.createIndex('checkedAt', 'checkedAt');
        checks.createIndex('spotId', 'spotId');
        database.createObjectStore('photos');
        database.createObjectStore('draft');
      },
    });
    await old.put('checks', { id: 'a', checkedAt: 1 });
    await old.put('photos', 'a photo', 'a');
    old.close();
    const database = await opened();
    expect([...database.objectStoreNames]).toEqual(stores);
    await expect(database.get('checks', 'a')).resolves.toEqual({ id: 'a', checkedAt: 1 });
    await expect(database.get('photos', 'a')).resolves.toBe('a photo');
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
    const older = await openDB('lentigo', 2);
    vi.spyOn(indexedDB, 'open').mockImplementation((name) => real(name, 3));
    await expect(openDatabase()).resolves.toEqual({ kind: 'blocked' });
    older.close();
    vi.restoreAllMocks();
    // What opened too late was closed again: it blocks nobody.
    const blocked = vi.fn();
    await deleteDB('lentigo', { blocked });
    expect(blocked).not.toHaveBeenCalled();
  });
});

describe('a database that does not open', () => {
  afterEach(() => void vi.useRealTimers());

  it('is not waited for longer than ten seconds, and closed when it comes', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const real = await openDB('lentigo', DATABASE_VERSION);
    const close = vi.spyOn(unwrap(real), 'close');
    let answer = () => {};
    vi.spyOn(indexedDB, 'open').mockReturnValueOnce(
      Object.create(IDBOpenDBRequest.prototype, {
        addEventListener: {
          value: (type: string, listener: () => void) => type === 'success' && (answer = listener),
        },
        removeEventListener: { value: () => {} },
        result: { value: unwrap(real) },
      }),
    );
    const opening = openDatabase();
    await vi.advanceTimersByTimeAsync(10_000);
    await expect(opening).resolves.toEqual({
      kind: 'unavailable',
      reason: 'the browser did not answer',
    });
    expect(close).not.toHaveBeenCalled();
    answer();
    await expect.poll(() => close).toHaveBeenCalledOnce();
  });
});

describe('useDatabase', () => {
  it('leaves a newer connection alone when it drops one that is lost', async () => {
    const first = await opened();
    const lost = new DOMException('', 'InvalidStateError');
    let second = first;
    const use = vi.fn(async (database: Database) => {
      if (database !== first) return database;
      await closeDatabase();
      second = await opened();
      throw lost;
    });
    const used = await useDatabase(use);
    expect(used.kind === 'done' && used.value).toBe(second);
    expect(second).not.toBe(first);
    await expect(opened()).resolves.toBe(second);
  });

  it('gives what was read', async () => {
    const used = await useDatabase((database) => database.get('settings', 'preferences'));
    expect(used).toEqual({ kind: 'done', value: undefined });
  });

  it('uses a fresh connection once where the old one was lost', async () => {
    const first = await opened();
    first.close();
    const used = await useDatabase((database) => database.get('settings', 'preferences'));
    expect(used.kind).toBe('done');
  });

  it('uses a fresh connection once where WebKit has lost the server', async () => {
    const first = await opened();
    const lost = new DOMException('Connection to Indexed Database server lost', 'UnknownError');
    const use = vi.fn().mockRejectedValueOnce(lost).mockResolvedValueOnce('read');
    await expect(useDatabase(use)).resolves.toEqual({ kind: 'done', value: 'read' });
    expect(use.mock.calls[1][0]).not.toBe(first);
  });

  it.each([
    ['QuotaExceededError', 'quota-full'],
    ['DataError', 'failed'],
    // Lost again after a fresh connection: no third try.
    ['InvalidStateError', 'failed'],
  ])('says %s as %s', async (name, reason) => {
    const use = vi.fn(() => Promise.reject(new DOMException('why', name)));
    await expect(useDatabase(use)).resolves.toEqual({ kind: 'not-done', reason, detail: 'why' });
    expect(use).toHaveBeenCalledTimes(name === 'InvalidStateError' ? 2 : 1);
  });

  it('says that there is no storage', async () => {
    vi.spyOn(indexedDB, 'open').mockImplementation(() => {
      throw new DOMException('private window', 'SecurityError');
    });
    await expect(useDatabase(() => Promise.resolve())).resolves.toEqual({
      kind: 'not-done',
      reason: 'unavailable',
      detail: 'private window',
    });
  });
});
