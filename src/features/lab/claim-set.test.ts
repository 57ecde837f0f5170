import 'fake-indexeddb/auto';
import { deleteDB } from 'idb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writePictureTable, type RunPicture } from '../../core/run/picture-table';
import { encodeUtf8 } from '../../core/text';
import { closeDatabase } from '../../storage/db';
import { readRun, saveRun, saveRunFiles } from '../../storage/lab/runs';
import { saveSet, type LabSet } from '../../storage/lab/sets';
import { claimSet } from './claim-set';

const ids = { lesionId: '', patientId: '', group: '', upstream: '', mask: '' };
const words = { source: 'mine', diagnosis: '', age: null, sex: '', site: '' };
const picture = (file: string, target: 'benign' | 'malignant', bytes = 5) =>
  ({ ...ids, ...words, file, target, split: 'train', bytes }) satisfies RunPicture;
const pictures = [picture('a.png', 'benign'), picture('b.png', 'malignant')];
const setOf = (id: string, own: readonly RunPicture[], isComplete = true): LabSet => ({
  ...{ id, name: id, createdAt: 1, isComplete, alike: [], refused: [] },
  pictures: own.map((one) => ({
    ...{ ...one, bytes: one.bytes ?? 0 },
    ...{ split: 'none', width: 9, height: 9, findings: [], hash: [] },
  })),
});

beforeEach(async () => {
  await saveRun({
    ...{ id: 'r', setId: '', name: 'r', createdAt: 1, config: '{}', state: 'stopped' },
    ...{ ending: '', backend: '', epochs: [], testLooks: 0, note: '', fold: null },
  });
  await saveRunFiles('r', new Map([['pictures.csv', encodeUtf8(writePictureTable(pictures))]]));
});
afterEach(async () => {
  await closeDatabase();
  await deleteDB('lentigo');
});

describe('claimSet', () => {
  it('takes the set with the same pictures, in whatever order and split, with more or not', async () => {
    await saveSet(setOf('other', [pictures[0]]));
    await saveSet(setOf('changed', [pictures[0], picture('b.png', 'malignant', 6)]));
    await saveSet(setOf('labelled-otherwise', [pictures[0], picture('b.png', 'benign')]));
    await saveSet(setOf('cut-off', pictures, false));
    expect(await claimSet('r')).toEqual({ kind: 'none', pictures: 2 });
    expect((await readRun('r'))!.setId).toBe('');
    const own = setOf('same', [picture('c.png', 'benign'), ...[...pictures].reverse()]);
    await saveSet(own);
    expect(await claimSet('r')).toEqual({ kind: 'found', set: own });
    expect((await readRun('r'))!.setId).toBe('same');
  });

  it('knows nothing of a run that brings no table', async () => {
    expect(await claimSet('another')).toEqual({ kind: 'unknown' });
  });
});
