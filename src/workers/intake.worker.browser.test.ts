// Imports into the Lab, by the real worker, in Chromium.
import { strToU8, zipSync } from 'fflate';
import { afterEach, expect, it } from 'vitest';
import { drawLesion } from '../core/data/synthetic';
import { encodeJpeg } from '../platform/encode';
import { changeSet, deleteSet, listSets, readSet, readSetPicture } from '../storage/lab/sets';
import { startIntake, type Gathered, type Intake, type IntakeEnd } from './intake-client';
import type { ToIntake } from './intake-protocol';
import workerUrl from './intake.worker.ts?worker&url';

const ids: string[] = [];
afterEach(async () => {
  for (const id of ids.splice(0)) await deleteSet(id);
});

const picture = (i: number) => encodeJpeg(drawLesion('even', i, 96));
const createWorker = () => new Worker(workerUrl, { type: 'module' });

function begin(message: Extract<ToIntake, { kind: 'gather' | 'draw' }>, onProgress = () => {}) {
  ids.push(message.setId);
  let onGathered: (gathered: Gathered) => void;
  let onEnded: (end: IntakeEnd) => void;
  const gathered = new Promise<Gathered>((resolve) => (onGathered = resolve));
  const ended = new Promise<IntakeEnd>((resolve) => (onEnded = resolve));
  const intake: Intake = startIntake(message, createWorker, {
    onProgress,
    onGathered: (one) => onGathered(one),
    onEnded: (one) => onEnded(one),
  });
  return { intake, gathered, ended };
}

const gather = (setId: string, files: { path: string; file: Blob }[]) =>
  begin({ kind: 'gather', setId, name: 'Mine', files });

it('takes a folder per class, and says why it left out the rest', async () => {
  const { intake, gathered, ended } = gather('folders', [
    { path: 'set/benign/a.jpg', file: await picture(1) },
    { path: 'set/melanoma/b.jpg', file: await picture(2) },
    { path: 'set/cats/c.jpg', file: await picture(3) },
    { path: 'set/benign/broken.jpg', file: new Blob(['no picture']) },
    { path: 'set/notes.txt', file: new Blob(['x']) },
    { path: '../up.jpg', file: await picture(4) },
  ]);
  expect((await gathered).pictures).toHaveLength(4);
  intake.label({ kind: 'folders' });
  const end = await ended;
  if (end.kind !== 'done') throw new Error(JSON.stringify(end));
  expect(end.set.pictures).toMatchObject([
    { file: 'set/benign/a.jpg', target: 'benign', width: 96, height: 96 },
    { file: 'set/melanoma/b.jpg', target: 'malignant', diagnosis: 'melanoma' },
  ]);
  expect(end.set.refused.map(({ path, reason }) => `${path} ${reason}`).sort()).toEqual([
    '../up.jpg outside',
    'set/benign/broken.jpg not-a-picture',
    'set/cats/c.jpg unknown-class',
    'set/notes.txt type',
  ]);
  expect(await readSet('folders')).toEqual(end.set);
  expect(await readSetPicture('folders', 'set/cats/c.jpg')).toBeNull();
  expect((await readSetPicture('folders', 'set/benign/a.jpg'))!.size).toBeGreaterThan(100);
});

it('waits for files that come in pieces, and is cancelled meanwhile', async () => {
  const [first, ...rest] = await Promise.all(
    [1, 2, 3].map(async (i) => ({ path: `benign/${i}.jpg`, file: await picture(i) })),
  );
  const begun = { kind: 'gather', name: 'Mine', files: [first], total: 3 } as const;
  const { intake, gathered, ended } = begin({ ...begun, setId: 'pieces' });
  for (const one of rest) intake.add([one]);
  expect((await gathered).pictures).toEqual(['benign/1.jpg', 'benign/2.jpg', 'benign/3.jpg']);
  intake.cancel();
  expect(await ended).toEqual({ kind: 'cancelled' });
  const second = begin({ ...begun, setId: 'half' });
  second.intake.cancel();
  expect(await second.ended).toEqual({ kind: 'cancelled' });
  expect(await readSet('half')).toBeNull();
});

it('refuses an archive that was packed to burst, and takes what came beside it', async () => {
  const nothing = new Uint8Array(2 ** 20);
  const bomb = zipSync(
    Object.fromEntries(Array.from({ length: 90 }, (_, i) => [`benign/${i}.png`, nothing])),
  );
  const { intake, gathered, ended } = gather('bomb', [
    { path: 'bomb.zip', file: new Blob([bomb as Uint8Array<ArrayBuffer>]) },
    { path: 'fake.zip', file: new Blob(['no archive']) },
    { path: 'malignant/a.jpg', file: await picture(1) },
  ]);
  expect((await gathered).refused).toEqual([
    { path: 'bomb.zip', reason: 'bomb' },
    { path: 'fake.zip', reason: 'no-zip' },
  ]);
  intake.label({ kind: 'folders' });
  const end = await ended;
  if (end.kind !== 'done') throw new Error(JSON.stringify(end));
  expect(end.set.pictures.map(({ file }) => file)).toEqual(['malignant/a.jpg']);
  expect(end.set.refused.slice(0, 2)).toEqual((await gathered).refused);
});

it('keeps nothing of an archive that bursts late, however much it gave before', async () => {
  const some = new Uint8Array(await (await picture(1)).arrayBuffer());
  const noise = new Uint8Array(3 * 2 ** 20);
  for (let i = 0; i < noise.length; i += 2 ** 16) {
    crypto.getRandomValues(noise.subarray(i, i + 2 ** 16));
  }
  const nothing = new Uint8Array(2 ** 20);
  const entries: [string, Uint8Array][] = [
    // More than are written at once.
    ...Array.from({ length: 40 }, (_, i) => [`benign/${i}.jpg`, some] as [string, Uint8Array]),
    ['labels.csv', strToU8('file,target\nbenign/0.jpg,benign\n')],
    ['benign/noise.jpg', noise],
    ...Array.from({ length: 200 }, (_, i) => [`mel/${i}.jpg`, nothing] as [string, Uint8Array]),
  ];
  const bomb = zipSync(Object.fromEntries(entries));
  const { intake, gathered, ended } = gather('late', [
    { path: 'bomb.zip', file: new Blob([bomb as Uint8Array<ArrayBuffer>]) },
    { path: 'set/malignant/a.jpg', file: await picture(1) },
  ]);
  expect(await gathered).toMatchObject({
    pictures: ['set/malignant/a.jpg'],
    tables: [],
    refused: [{ path: 'bomb.zip', reason: 'bomb' }],
  });
  intake.label({ kind: 'folders' });
  expect(await ended).toMatchObject({ set: { pictures: [{ file: 'set/malignant/a.jpg' }] } });
  expect(await readSetPicture('late', 'benign/0.jpg')).toBeNull();
});

it('takes an archive with a table of labels', async () => {
  const bytes = async (i: number) => new Uint8Array(await (await picture(i)).arrayBuffer());
  const table = 'image_id,dx,lesion_id,age,sex,localization\nx1,mel,l1,40,male,back\nx2,nv,l2,,,\n';
  const zip = zipSync({
    'part_1/x1.jpg': await bytes(1),
    'part_2/x2.jpg': await bytes(2),
    'HAM10000_metadata.csv': strToU8(table),
  });
  const { intake, gathered, ended } = gather('zip', [{ path: 'ham.zip', file: new Blob([zip]) }]);
  const { tables } = await gathered;
  expect(tables).toEqual([{ path: 'HAM10000_metadata.csv', text: table }]);
  const columns = { image: 'image_id', diagnosis: 'dx', lesionId: 'lesion_id', age: 'age' };
  intake.label({ kind: 'table', text: table, columns });
  expect(await ended).toMatchObject({
    kind: 'done',
    set: {
      pictures: [
        { file: 'part_1/x1.jpg', target: 'malignant', lesionId: 'l1', age: 40 },
        { file: 'part_2/x2.jpg', target: 'benign', age: null },
      ],
    },
  });
});

it('adds to a set as it is at the end: a split that was drawn meanwhile stays', async () => {
  const first = gather('meanwhile', [{ path: 'benign/a.jpg', file: await picture(1) }]);
  await first.gathered;
  first.intake.label({ kind: 'folders' });
  await first.ended;
  const second = gather('meanwhile', [{ path: 'benign/b.jpg', file: await picture(2) }]);
  await second.gathered;
  await changeSet('meanwhile', (now) => ({
    ...now,
    pictures: now.pictures.map((one) => ({ ...one, split: 'val' as const })),
  }));
  second.intake.label({ kind: 'folders' });
  expect(await second.ended).toMatchObject({
    set: {
      pictures: [
        { file: 'benign/a.jpg', split: 'val' },
        { file: 'benign/b.jpg', split: 'none' },
      ],
    },
  });
  // A set that went meanwhile does not come back.
  const third = gather('meanwhile', [{ path: 'benign/c.jpg', file: await picture(3) }]);
  await third.gathered;
  await deleteSet('meanwhile');
  third.intake.label({ kind: 'folders' });
  expect(await third.ended).toMatchObject({ kind: 'failed', code: 'data-invalid' });
  expect(await readSet('meanwhile')).toBeNull();
});

it('adds to a set that is there, and refuses what it has already', async () => {
  const first = gather('grows', [{ path: 'benign/a.jpg', file: await picture(1) }]);
  await first.gathered;
  first.intake.label({ kind: 'folders' });
  await first.ended;
  const files = [
    { path: 'benign/a.jpg', file: await picture(2) },
    { path: 'malignant/b.jpg', file: await picture(3) },
  ];
  const second = gather('grows', files);
  await second.gathered;
  second.intake.label({ kind: 'folders' });
  expect(await second.ended).toMatchObject({
    set: {
      pictures: [{ file: 'benign/a.jpg' }, { file: 'malignant/b.jpg' }],
      refused: [{ path: 'benign/a.jpg', reason: 'same-path' }],
    },
  });
  // Cancelled once more: what was there stays.
  const third = gather('grows', [{ path: 'benign/c.jpg', file: await picture(4) }]);
  await third.gathered;
  third.intake.cancel();
  expect(await third.ended).toEqual({ kind: 'cancelled' });
  expect((await readSet('grows'))!.pictures).toHaveLength(2);
  expect(await readSetPicture('grows', 'benign/c.jpg')).toBeNull();
  expect(await readSetPicture('grows', 'malignant/b.jpg')).not.toBeNull();
});

it('leaves nothing of what holds no usable picture, or is no archive', async () => {
  const none = gather('none', [{ path: 'benign/a.jpg', file: new Blob(['no']) }]);
  await none.gathered;
  none.intake.label({ kind: 'folders' });
  expect(await none.ended).toMatchObject({ kind: 'failed', code: 'data-invalid' });
  const fake = gather('fake', [{ path: 'fake.zip', file: new Blob(['PK no']) }]);
  expect(await fake.ended).toMatchObject({ kind: 'failed', code: 'data-invalid' });
  expect(await listSets()).toEqual({ kind: 'done', value: [] });
});

it('draws a set, and stops drawing when told to', async () => {
  const draw = (setId: string, onProgress?: () => void) =>
    begin(
      { kind: 'draw', setId, name: 'Drawn', count: 12, malignantShare: 0.5, seed: 1 },
      onProgress,
    );
  const end = await draw('drawn').ended;
  expect(end).toMatchObject({ kind: 'done', set: { isComplete: true, name: 'Drawn' } });
  expect(end.kind === 'done' && end.set.pictures).toHaveLength(12);
  let asked = false;
  const second = draw('stopped', () => {
    if (!asked) second.intake.cancel();
    asked = true;
  });
  expect(await second.ended).toEqual({ kind: 'cancelled' });
  expect(await readSet('stopped')).toBeNull();
});
