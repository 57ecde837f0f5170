import 'fake-indexeddb/auto';
import { deleteDB } from 'idb';
import { afterEach, describe, expect, it } from 'vitest';
import { closeDatabase, useDatabase } from '../db';
import {
  changeRun,
  deleteRun,
  listRunFiles,
  listRuns,
  readRun,
  readRunFile,
  saveRun,
  saveRunFiles,
  type LabRun,
} from './runs';
import { tourId } from './sets';

afterEach(async () => {
  await closeDatabase();
  await deleteDB('lentigo');
});

const epoch = { epoch: 1, steps: 4, learningRate: 0.1, seconds: 2, metrics: { loss: 0.5 } };
const run: LabRun = {
  id: 'a',
  name: 'First',
  setId: 's',
  createdAt: 1,
  config: '{}',
  state: 'begun',
  ending: '',
  backend: 'wasm',
  epochs: [epoch],
  testLooks: 0,
  note: '',
  fold: null,
};

describe('runs', () => {
  it('come back as they were kept', async () => {
    await saveRun(run);
    expect(await readRun('a')).toEqual(run);
    expect(await readRun('b')).toBeNull();
  });

  it('are changed one thing at a time, so that two who write do not undo each other', async () => {
    await saveRun(run);
    await Promise.all([
      changeRun('a', ({ epochs }) => ({ epochs: [...epochs, { ...epoch, epoch: 2 }] })),
      changeRun('a', () => ({ note: 'good' })),
      changeRun('a', ({ testLooks }) => ({ testLooks: testLooks + 1 })),
    ]);
    expect(await readRun('a')).toMatchObject({
      ...{ epochs: [epoch, { epoch: 2 }], note: 'good', testLooks: 1 },
    });
    expect(await changeRun('gone', () => ({ note: '' }))).toEqual({ kind: 'done', value: null });
  });

  it('of version 1 hold out no fold', async () => {
    const { fold: _, ...old } = run;
    await useDatabase((database) => database.put('labRuns', { ...old, version: 1 }));
    expect(await readRun('a')).toEqual(run);
  });

  it('keep which fold they hold out', async () => {
    const fold = { group: 'g', k: 5, index: 2, seed: 7 };
    await saveRun({ ...run, fold });
    await changeRun('a', () => ({ note: 'one of five' }));
    expect(await readRun('a')).toMatchObject({ fold, note: 'one of five' });
  });

  it('are not listed where they are the tour’s', async () => {
    await saveRun({ ...run, id: tourId('depth-3') });
    expect(await listRuns()).toEqual({ kind: 'done', value: [] });
    await saveRun(run);
    expect(await listRuns()).toEqual({ kind: 'done', value: [{ kind: 'run', run }] });
    expect(await readRun(tourId('depth-3'))).not.toBeNull();
  });

  it('list what cannot be read', async () => {
    await useDatabase((database) => database.put('labRuns', { ...run, version: 99 }));
    expect(await listRuns()).toEqual({ kind: 'done', value: [{ kind: 'unreadable', id: 'a' }] });
  });

  it('are deleted with their files and nobody else’s', async () => {
    const files = new Map([
      ['bundle/card.json', Uint8Array.of(1)],
      ['checkpoint.bin', Uint8Array.of(2)],
    ]);
    await saveRun(run);
    await saveRunFiles('a', files);
    await saveRunFiles('ab', files);
    expect(await listRunFiles('a')).toEqual([...files.keys()]);
    expect(await readRunFile('a', 'checkpoint.bin')).toEqual(Uint8Array.of(2));
    await deleteRun('a');
    expect(await listRunFiles('a')).toEqual([]);
    expect(await readRun('a')).toBeNull();
    expect(await listRunFiles('ab')).toHaveLength(2);
  });
});
