import 'fake-indexeddb/auto';
import { deleteDB } from 'idb';
import { afterEach, describe, expect, it } from 'vitest';
import { closeDatabase, useDatabase } from '../db';
import {
  changeSet,
  deleteSet,
  listSets,
  readSet,
  readSetPicture,
  savePictures,
  saveSet,
  tourId,
  type LabSet,
} from './sets';

afterEach(async () => {
  await closeDatabase();
  await deleteDB('lentigo');
});

const picture = {
  ...{ file: 'benign/a.png', source: 'mine', upstream: '', diagnosis: '', target: 'benign' },
  ...{
    split: 'train' as const,
    lesionId: '',
    patientId: '',
    group: '',
    age: 40,
    sex: '',
    site: '',
  },
  ...{ mask: '', bytes: 3, width: 64, height: 48, findings: ['blurred'], hash: [1, 2] },
};
const set: LabSet = {
  id: 'a',
  name: 'Mine',
  createdAt: 1,
  isComplete: true,
  pictures: [picture, { ...picture, file: 'benign/b.png' }],
  alike: [{ first: 0, second: 1 }],
  refused: [{ path: 'x.txt', reason: 'type' }],
};
const blob = (text: string) => new Blob([text]);

describe('sets', () => {
  it('come back as they were kept, newest first', async () => {
    await saveSet(set);
    await saveSet({ ...set, id: 'b', createdAt: 2, isComplete: false });
    expect(await readSet('a')).toEqual(set);
    const { value } = (await listSets()) as Extract<
      Awaited<ReturnType<typeof listSets>>,
      { kind: 'done' }
    >;
    expect(value.map((row) => row.kind === 'set' && row.set.id)).toEqual(['b', 'a']);
  });

  it('are changed as they are now, not as somebody read them', async () => {
    await saveSet(set);
    const late = { ...picture, file: 'benign/c.png' };
    await Promise.all([
      changeSet('a', (now) => ({ ...now, pictures: [...now.pictures, late] })),
      changeSet('a', (now) => ({ ...now, name: 'Renamed' })),
    ]);
    const now = await readSet('a');
    expect([now?.name, now?.pictures.length]).toEqual(['Renamed', 3]);
    expect(await changeSet('gone', (one) => one)).toEqual({ kind: 'done', value: null });
    expect(await readSet('gone')).toBeNull();
  });

  it('are not listed where they are the tour’s', async () => {
    await saveSet({ ...set, id: tourId('drawn') });
    expect(await listSets()).toEqual({ kind: 'done', value: [] });
    expect(await readSet(tourId('drawn'))).not.toBeNull();
  });

  it('lists what it cannot read, as of another version, so that it can be deleted', async () => {
    await useDatabase((database) => database.put('labSets', { ...set, version: 99 }));
    expect(await readSet('a')).toBeNull();
    expect(await listSets()).toEqual({ kind: 'done', value: [{ kind: 'unreadable', id: 'a' }] });
    await deleteSet('a');
    expect(await listSets()).toEqual({ kind: 'done', value: [] });
  });

  it.each([
    { file: 7 },
    { split: 'elsewhere' },
    { age: '40' },
    { width: null },
    { findings: 'blurred' },
    { hash: ['x'] },
    { mask: undefined },
  ])('are not read where a picture is not what it should be: %o', async (wrong) => {
    const pictures = [picture, { ...picture, ...wrong }];
    await useDatabase((database) => database.put('labSets', { ...set, pictures, version: 1 }));
    expect(await readSet('a')).toBeNull();
  });

  it('are deleted with their pictures and nobody else’s', async () => {
    const files = ['', 'z', 'benign/a.png', '\uffff'].map((file) => ({ file, blob: blob(file) }));
    await savePictures('a', files);
    await savePictures('ab', files.slice(2, 3));
    await deleteSet('a');
    for (const { file } of files) expect(await readSetPicture('a', file)).toBeNull();
    expect(await (await readSetPicture('ab', 'benign/a.png'))!.text()).toBe('benign/a.png');
  });
});
