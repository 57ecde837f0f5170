import 'fake-indexeddb/auto';
import { deleteDB } from 'idb';
import { afterEach, expect, it } from 'vitest';
import { closeDatabase, openDatabase } from './db';
import { clearDraft, readDraft, saveDraft, type Draft } from './draft';

afterEach(async () => {
  await closeDatabase();
  await deleteDB('lentigo');
});

const draft: Draft = {
  checkId: 'a',
  savedAt: 10_000_000,
  stage: 'asking',
  photo: new Blob(['photo']),
  crop: { left: 1, top: 2, side: 3 },
  answers: { kind: 'answered', redFlags: ['new'], exclusions: [] },
  spotId: null,
};

it('keeps one draft, the last', async () => {
  await saveDraft({ ...draft, checkId: 'b' });
  await saveDraft(draft);
  const kept = await readDraft(draft.savedAt + 1000);
  expect(kept).toMatchObject({ checkId: 'a', stage: 'asking', crop: { side: 3 } });
  await expect(kept?.photo?.text()).resolves.toBe('photo');
  await clearDraft();
  await expect(readDraft(draft.savedAt)).resolves.toBeNull();
});

it('removes a draft after an hour, when it is next asked for', async () => {
  await saveDraft(draft);
  await expect(readDraft(draft.savedAt + 3_600_001)).resolves.toBeNull();
  await expect(readDraft(draft.savedAt)).resolves.toBeNull();
});

it('removes what it cannot read', async () => {
  const opened = await openDatabase();
  if (opened.kind !== 'ok') throw new Error(opened.kind);
  await opened.database.put('draft', { stage: 'flying' }, 'draft');
  await expect(readDraft(0)).resolves.toBeNull();
  await expect(opened.database.get('draft', 'draft')).resolves.toBeUndefined();
});
