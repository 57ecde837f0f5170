import 'fake-indexeddb/auto';
import { deleteDB } from 'idb';
import { afterEach, expect, it } from 'vitest';
import { closeDatabase, openDatabase } from './db';
import { readPreferences, savePreferences } from './preferences';

afterEach(async () => {
  await closeDatabase();
  await deleteDB('lentigo');
});

it('follows browser and system at first, and keeps what is set', async () => {
  await expect(readPreferences()).resolves.toEqual({ language: null, theme: 'system' });
  await savePreferences({ theme: 'dark' });
  await savePreferences({ language: 'es' });
  await expect(readPreferences()).resolves.toEqual({ language: 'es', theme: 'dark' });
});

it('takes the defaults for what it cannot read', async () => {
  const opened = await openDatabase();
  if (opened.kind !== 'ok') throw new Error(opened.kind);
  await opened.database.put('settings', { theme: 'neon' }, 'preferences');
  await expect(readPreferences()).resolves.toEqual({ language: null, theme: 'system' });
});
