import 'fake-indexeddb/auto';
import { deleteDB } from 'idb';
import { afterEach, describe, expect, it } from 'vitest';
import { closeDatabase } from '../db';
import { ownModel, ownModelFiles, useInCheck } from './own-model';
import { deleteRun, saveRun, saveRunFiles, type LabRun } from './runs';

afterEach(async () => {
  await closeDatabase();
  await deleteDB('lentigo');
});

const run: LabRun = {
  ...{ id: 'a', name: 'mine', setId: 's', createdAt: 1, config: '{}', state: 'finished' },
  ...{ ending: '', backend: '', epochs: [], testLooks: 0, note: '', fold: null },
};

describe('the model in use', () => {
  it('is the shipped one until another is chosen, and again when it is taken back', async () => {
    expect(await ownModel()).toBeNull();
    expect(await ownModelFiles()).toBeNull();
    await saveRun(run);
    await saveRunFiles('a', new Map([['bundle/card.json', Uint8Array.of(1)]]));
    await saveRunFiles('a', new Map([['checkpoint.bin', Uint8Array.of(2)]]));
    await useInCheck('a');
    expect(await ownModel()).toEqual({ runId: 'a', name: 'mine' });
    expect(await ownModelFiles()).toEqual(new Map([['card.json', Uint8Array.of(1)]]));
    await useInCheck(null);
    expect(await ownModel()).toBeNull();
  });

  it('is the shipped one where the run is gone, or not finished', async () => {
    await saveRun({ ...run, state: 'stopped' });
    await useInCheck('a');
    expect(await ownModel()).toBeNull();
    await saveRun(run);
    expect(await ownModel()).not.toBeNull();
    await deleteRun('a');
    expect(await ownModelFiles()).toBeNull();
  });
});
