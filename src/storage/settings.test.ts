import 'fake-indexeddb/auto';
import { deleteDB } from 'idb';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { BackendVerdict } from '../engine/backend';
import { closeDatabase, openDatabase } from './db';
import { rememberedVerdicts, rememberVerdicts } from './settings';

const wrong: BackendVerdict = { backend: 'webgl', verdict: 'wrong-answer', detail: 'value 0' };
const good: BackendVerdict = { backend: 'wasm', verdict: 'accepted', detail: 'SIMD' };

afterEach(async () => {
  vi.restoreAllMocks();
  await closeDatabase();
  await deleteDB('lentigo');
});

describe('backend verdicts', () => {
  it('come back for the same browser and build', async () => {
    await expect(rememberVerdicts('a', [wrong, good])).resolves.toEqual({ kind: 'remembered' });
    await expect(rememberedVerdicts('a')).resolves.toEqual([wrong, good]);
  });

  it('are unknown at first, and for another browser or build', async () => {
    await expect(rememberedVerdicts('a')).resolves.toEqual([]);
    await rememberVerdicts('a', [wrong]);
    await expect(rememberedVerdicts('b')).resolves.toEqual([]);
  });

  it('keep what was not tried this time', async () => {
    await rememberVerdicts('a', [wrong, good]);
    const slow: BackendVerdict = { backend: 'wasm', verdict: 'timed-out', detail: '' };
    await rememberVerdicts('a', [slow]);
    await expect(rememberedVerdicts('a')).resolves.toEqual([wrong, slow]);
  });

  it.each([[null], ['text'], [{ subject: 'a', verdicts: [{ backend: 'abacus' }] }]])(
    'are unknown where an odd value is stored: %o',
    async (value) => {
      const opened = await openDatabase();
      if (opened.kind === 'ok') await opened.database.put('settings', value, 'backend-verdicts');
      await expect(rememberedVerdicts('a')).resolves.toEqual([]);
    },
  );

  it('say that they were not remembered where there is no storage', async () => {
    vi.spyOn(indexedDB, 'open').mockImplementation(() => {
      throw new DOMException('denied', 'SecurityError');
    });
    await expect(rememberedVerdicts('a')).resolves.toEqual([]);
    await expect(rememberVerdicts('a', [good])).resolves.toEqual({
      kind: 'not-remembered',
      reason: 'unavailable',
    });
  });

  it('say that they were not remembered where the disk is full', async () => {
    const opened = await openDatabase();
    if (opened.kind !== 'ok') throw new Error('not opened');
    vi.spyOn(opened.database, 'put').mockRejectedValue(
      new DOMException('disk full', 'QuotaExceededError'),
    );
    await expect(rememberVerdicts('a', [good])).resolves.toEqual({
      kind: 'not-remembered',
      reason: 'disk full',
    });
  });

  it('are unknown where reading fails', async () => {
    const opened = await openDatabase();
    if (opened.kind !== 'ok') throw new Error('not opened');
    vi.spyOn(opened.database, 'get').mockRejectedValue(new Error('gone'));
    await expect(rememberedVerdicts('a')).resolves.toEqual([]);
  });
});
