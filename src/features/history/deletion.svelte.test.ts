import { afterEach, expect, it, vi } from 'vitest';
import { closeDatabase, openDatabase } from '../../storage/db';
import { readCheck } from '../../storage/checks';
import { Deletion } from './deletion.svelte';
import { clear, savedCheck, seed } from './testing';

afterEach(async () => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  await clear();
});

const fakeTimers = () => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });

async function deleted() {
  await seed(savedCheck());
  const deletion = new Deletion();
  fakeTimers();
  await expect(deletion.delete('a')).resolves.toBe(true);
  expect(deletion.undo.kind).toBe('offered');
  return deletion;
}

it('offers to undo for ten seconds', async () => {
  const deletion = await deleted();
  vi.advanceTimersByTime(9999);
  expect(deletion.undo.kind).toBe('offered');
  vi.advanceTimersByTime(1);
  expect(deletion.undo.kind).toBe('none');
  // Nothing to put back any more.
  await deletion.restore();
  await expect(readCheck('a')).resolves.toBeNull();
});

it('waits while somebody is at it, and then begins anew', async () => {
  const deletion = await deleted();
  vi.advanceTimersByTime(9000);
  deletion.hold();
  vi.advanceTimersByTime(60_000);
  expect(deletion.undo.kind).toBe('offered');
  deletion.release();
  vi.advanceTimersByTime(9999);
  expect(deletion.undo.kind).toBe('offered');
  vi.advanceTimersByTime(1);
  expect(deletion.undo.kind).toBe('none');
});

it('puts the check back', async () => {
  const deletion = await deleted();
  await deletion.restore();
  expect(deletion.undo.kind).toBe('restored');
  await expect(readCheck('a')).resolves.toMatchObject({ id: 'a' });
});

it('does not let go of what could not be put back', async () => {
  const deletion = await deleted();
  const opened = await openDatabase();
  if (opened.kind !== 'ok') throw new Error(opened.kind);
  const full = new DOMException('no room', 'QuotaExceededError');
  vi.spyOn(opened.database, 'transaction').mockImplementationOnce(() => {
    throw full;
  });
  await deletion.restore();
  expect(deletion.undo.kind).toBe('not-restored');
  deletion.release();
  vi.advanceTimersByTime(60_000);
  await deletion.restore();
  expect(deletion.undo.kind).toBe('restored');
});

it('says that a check could not be deleted', async () => {
  vi.spyOn(indexedDB, 'open').mockImplementation(() => {
    throw new DOMException('denied', 'SecurityError');
  });
  await closeDatabase();
  const deletion = new Deletion();
  await expect(deletion.delete('a')).resolves.toBe(false);
  expect(deletion.undo.kind).toBe('none');
  vi.restoreAllMocks();
});
