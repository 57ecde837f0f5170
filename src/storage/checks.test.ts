import 'fake-indexeddb/auto';
import { deleteDB } from 'idb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Prediction } from '../core/prediction';
import {
  changeCheck,
  checksOfSpot,
  deleteCheck,
  listChecks,
  onChecksChanged,
  readCheck,
  readPhoto,
  restoreCheck,
  saveCheck,
} from './checks';
import { closeDatabase, openDatabase } from './db';
import type { SavedCheck } from './saved-check';

afterEach(async () => {
  vi.restoreAllMocks();
  await closeDatabase();
  await deleteDB('lentigo');
});

function check(id: string, over: Partial<SavedCheck> = {}): SavedCheck {
  return {
    id,
    spotId: id,
    checkedAt: 1000,
    place: null,
    note: '',
    answers: { kind: 'skipped' },
    prediction: {
      kind: 'abstained',
      reason: 'image-quality',
      quality: { findings: [] },
    } satisfies Prediction,
    model: { name: 'm', version: '1', hash: 'ab' },
    crop: { left: 0, top: 0, side: 10 },
    thumbnail: new Blob(['small'], { type: 'image/jpeg' }),
    ...over,
  };
}
const photo = new Blob(['the whole photo'], { type: 'image/jpeg' });
const save = (id: string, over: Partial<SavedCheck> = {}) =>
  saveCheck({ check: check(id, over), photo });

async function ids(): Promise<string[]> {
  const list = await listChecks();
  if (list.kind !== 'done') throw new Error(list.detail);
  return list.value.map((row) => (row.kind === 'check' ? row.check.id : `? ${row.id}`));
}

describe('saved checks', () => {
  it('keeps a check with its photo, and lists the newest first', async () => {
    await expect(save('old', { checkedAt: 1 })).resolves.toEqual({ kind: 'saved' });
    await save('new', { checkedAt: 2, note: 'left of the navel', place: 'belly' });
    expect(await ids()).toEqual(['new', 'old']);
    await expect(readCheck('new')).resolves.toMatchObject({
      note: 'left of the navel',
      place: 'belly',
    });
    await expect((await readPhoto('new'))?.text()).resolves.toBe('the whole photo');
    await expect(readCheck('none')).resolves.toBeNull();
    await expect(readPhoto('none')).resolves.toBeNull();
  });

  it('writes check and photo together or not at all', async () => {
    const opened = await openDatabase();
    if (opened.kind !== 'ok') throw new Error(opened.kind);
    const full = new DOMException('no room', 'QuotaExceededError');
    const put = IDBObjectStore.prototype.put;
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (
      this: IDBObjectStore,
      value,
      key,
    ) {
      if (this.name === 'photos') throw full;
      return put.call(this, value, key);
    });
    await expect(save('a')).resolves.toEqual({
      kind: 'not-saved',
      reason: 'quota-full',
      detail: 'no room',
    });
    vi.restoreAllMocks();
    expect(await ids()).toEqual([]);
  });

  it('waits until a full disk has ended the transaction, and keeps nothing', async () => {
    const opened = await openDatabase();
    if (opened.kind !== 'ok') throw new Error(opened.kind);
    const put = IDBObjectStore.prototype.put;
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (
      this: IDBObjectStore,
      value,
      key,
    ) {
      const request = put.call(this, value, key);
      // Chromium takes the write, and ends the transaction later; fake-indexeddb can be told to.
      const fake = this.transaction as unknown as { _abort(error: string): void };
      if (this.name === 'photos') fake._abort('QuotaExceededError');
      return request;
    });
    await expect(save('a')).resolves.toMatchObject({ kind: 'not-saved', reason: 'quota-full' });
    vi.restoreAllMocks();
    expect(await ids()).toEqual([]);
    await expect(readPhoto('a')).resolves.toBeNull();
  });

  describe('with a browser that does not answer', () => {
    beforeEach(async () => {
      await openDatabase();
      vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    });
    afterEach(() => void vi.useRealTimers());

    /** Ten seconds, of which something is waited for. */
    async function untilLate() {
      await expect.poll(() => vi.getTimerCount()).toBe(1);
      await vi.advanceTimersByTimeAsync(10_000);
    }

    /** A request that nobody serves. */
    function unanswered(): IDBRequest<IDBValidKey> & { answer(): void } {
      let answer = () => {};
      return Object.create(IDBRequest.prototype, {
        addEventListener: {
          value: (type: string, listener: () => void) => type === 'success' && (answer = listener),
        },
        removeEventListener: { value: () => {} },
        result: { value: 'a' },
        answer: { value: () => answer() },
      });
    }

    /** The transaction is left open, as one that is waited for. */
    function keepOpen(store: IDBObjectStore): void {
      const asking = store.count();
      asking.onsuccess = () => keepOpen(store);
    }
    function neverPut(this: IDBObjectStore) {
      keepOpen(this);
      return unanswered();
    }

    it('stops the write and tries once more over a fresh connection', async () => {
      const first = await openDatabase();
      vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementationOnce(neverPut);
      const saving = save('a');
      await untilLate();
      await expect(saving).resolves.toEqual({ kind: 'saved' });
      expect(await openDatabase()).not.toBe(first);
      expect(vi.getTimerCount()).toBe(0);
      expect(await ids()).toEqual(['a']);
    });

    it('says so in the end, and has kept nothing', async () => {
      vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(neverPut);
      const saving = save('a');
      await untilLate();
      await untilLate();
      await expect(saving).resolves.toEqual({
        kind: 'not-saved',
        reason: 'failed',
        detail: 'the browser did not answer',
      });
      expect(vi.getTimerCount()).toBe(0);
      expect(await ids()).toEqual([]);
    });

    it('waits longer for a write that cannot be stopped any more', async () => {
      const put = vi.spyOn(IDBObjectStore.prototype, 'put');
      const [check, photo] = [unanswered(), unanswered()];
      put.mockReturnValueOnce(check).mockReturnValueOnce(photo);
      const saving = save('a');
      await untilLate();
      await vi.advanceTimersByTimeAsync(5_000);
      check.answer();
      await expect.poll(() => put).toHaveBeenCalledTimes(2);
      photo.answer();
      await expect(saving).resolves.toEqual({ kind: 'saved' });
      expect(put).toHaveBeenCalledTimes(2);
    });

    it('does not write twice what may yet be kept, and tells when it is', async () => {
      const put = vi.spyOn(IDBObjectStore.prototype, 'put');
      const [check, photo] = [unanswered(), unanswered()];
      put.mockReturnValueOnce(check).mockReturnValueOnce(photo);
      const told = vi.fn();
      const stop = onChecksChanged(told);
      const saving = save('a');
      await untilLate();
      await untilLate();
      await expect(saving).resolves.toMatchObject({ kind: 'not-saved', reason: 'failed' });
      expect(told).not.toHaveBeenCalled();
      check.answer();
      await expect.poll(() => put).toHaveBeenCalledTimes(2);
      photo.answer();
      await expect.poll(() => told).toHaveBeenCalledOnce();
      stop();
    });

    it('waits no longer for copies of what is deleted', async () => {
      await save('a');
      vi.spyOn(Blob.prototype, 'arrayBuffer').mockReturnValue(new Promise(() => {}));
      const deleting = deleteCheck('a');
      await untilLate();
      await untilLate();
      await expect(deleting).resolves.toMatchObject({ kind: 'not-done', reason: 'failed' });
      expect(await ids()).toEqual(['a']);
    });
  });

  it('saves over a connection that was lost', async () => {
    const opened = await openDatabase();
    if (opened.kind === 'ok') opened.database.close();
    await expect(save('a')).resolves.toEqual({ kind: 'saved' });
  });

  it('changes note and place, and says when the check is gone', async () => {
    await save('a');
    await expect(changeCheck('a', { note: 'darker' })).resolves.toEqual({ kind: 'saved' });
    await expect(readCheck('a')).resolves.toMatchObject({ note: 'darker', place: null });
    await expect(changeCheck('b', { note: 'x' })).resolves.toMatchObject({ reason: 'failed' });
  });

  it('deletes a check with its photo, and puts both back', async () => {
    await save('a', { note: 'mine' });
    const deleted = await deleteCheck('a');
    if (deleted.kind !== 'done') throw new Error(deleted.detail);
    expect(await ids()).toEqual([]);
    await expect(readPhoto('a')).resolves.toBeNull();
    await expect(restoreCheck(deleted.value)).resolves.toEqual({ kind: 'saved' });
    await expect(readCheck('a')).resolves.toMatchObject({ note: 'mine' });
    await expect((await readPhoto('a'))?.text()).resolves.toBe('the whole photo');
  });

  it('can put back what a browser drops with its record', async () => {
    await save('a');
    const read = vi.spyOn(Blob.prototype, 'arrayBuffer');
    const deleted = await deleteCheck('a');
    // Both pictures were copied to memory.
    expect(read).toHaveBeenCalledTimes(2);
    expect(deleted).toMatchObject({ kind: 'done', value: { photo: expect.any(Blob) } });
  });

  it('does not delete what is gone, whose copies would take the place of the real ones', async () => {
    await save('a');
    const [first, second] = await Promise.all([deleteCheck('a'), deleteCheck('a')]);
    expect(second).toMatchObject({ kind: 'not-done', reason: 'failed' });
    if (first.kind !== 'done') throw new Error(first.detail);
    await expect(restoreCheck(first.value)).resolves.toEqual({ kind: 'saved' });
    await expect((await readPhoto('a'))?.text()).resolves.toBe('the whole photo');
  });

  it('deletes a check whose pictures are lost', async () => {
    await save('a');
    vi.spyOn(Blob.prototype, 'arrayBuffer').mockRejectedValue(new Error('lost'));
    await expect(deleteCheck('a')).resolves.toMatchObject({ kind: 'done' });
    expect(await ids()).toEqual([]);
  });

  it('finds the checks of one spot, oldest first', async () => {
    await save('a', { checkedAt: 3, spotId: 'spot' });
    await save('b', { checkedAt: 1, spotId: 'spot' });
    await save('c', { checkedAt: 2 });
    expect((await checksOfSpot('spot')).map(({ id }) => id)).toEqual(['b', 'a']);
  });

  it('lists a damaged check as such, last, and can delete it', async () => {
    const opened = await openDatabase();
    if (opened.kind !== 'ok') throw new Error(opened.kind);
    await opened.database.put('checks', { id: 'odd', checkedAt: 'yesterday' });
    await save('a');
    expect(await ids()).toEqual(['a', '? odd']);
    await deleteCheck('odd');
    expect(await ids()).toEqual(['a']);
  });

  it('tells this tab and the others of every change', async () => {
    const here = vi.fn();
    const elsewhere = vi.fn();
    const stop = onChecksChanged(here);
    const otherTab = new BroadcastChannel('lentigo-checks');
    otherTab.onmessage = elsewhere;
    await save('a');
    expect(here).toHaveBeenCalledTimes(1);
    await expect.poll(() => elsewhere).toHaveBeenCalledTimes(1);
    otherTab.postMessage('changed');
    await expect.poll(() => here).toHaveBeenCalledTimes(2);
    stop();
    await deleteCheck('a');
    expect(here).toHaveBeenCalledTimes(2);
    otherTab.close();
  });

  it('shows a check to a second tab, which may change it', async () => {
    await save('a');
    vi.resetModules();
    const second = await import('./checks');
    const told = vi.fn();
    const stop = onChecksChanged(told);
    await expect(second.changeCheck('a', { note: 'from there' })).resolves.toEqual({
      kind: 'saved',
    });
    await expect.poll(() => told).toHaveBeenCalledOnce();
    await expect(readCheck('a')).resolves.toMatchObject({ note: 'from there' });
    await (await import('./db')).closeDatabase();
    stop();
  });
});
