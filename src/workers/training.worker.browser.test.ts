// Runs of the Lab, led by the real worker with real replicas, in Chromium.
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { unchanged } from '../core/augment';
import { drawLesion } from '../core/data/synthetic';
import { rgbaFromRgb } from '../core/image/rgb-image';
import { readScores } from '../core/figures/scores-file';
import { readBundle } from '../core/model/bundle';
import {
  deleteRun,
  readRun,
  readRunFile,
  saveRun,
  saveRunFiles,
  type LabRun,
  type RunState,
} from '../storage/lab/runs';
import {
  deleteSet,
  readSet,
  readSetPicture,
  savePictures,
  saveSet,
  type LabPicture,
} from '../storage/lab/sets';
import { runsInTraining } from './run-lock';
import { startTraining, type Training, type TrainingListener } from './training-client';
import workerUrl from './training.worker.ts?worker&url';

const SET = 'test-set';
const config = {
  name: 'tiny',
  version: '0.1.0',
  why: 'a test',
  seed: 5,
  preprocess: { sizePx: 24, resize: 'area', range: [-1, 1], crop: 'centre-square' },
  network: {
    kind: 'cnn',
    convolutions: [{ filters: 4, kernel: 3 }],
    padding: 'same',
    hidden: 8,
    dropout: 0,
    output: 'softmax',
  },
  views: { augmented: 1, augment: { ...unchanged, turns: true, brightness: 0.1 } },
  fit: {
    epochs: 3,
    batchSize: 8,
    microBatch: 4,
    learningRate: 0.01,
    optimizer: { kind: 'adam' },
    callbacks: [{ kind: 'csv-log' }],
  },
  thresholds: { attendSpecificity: 0.8, quietSensitivity: 0.8 },
  stored: 'float16',
};

beforeAll(async () => {
  const pictures: LabPicture[] = [];
  for (let i = 0; i < 40; i++) {
    const target = i % 2 ? 'malignant' : 'benign';
    const file = `${target}/${i}.png`;
    const image = drawLesion(i % 2 ? 'irregular' : 'even', i, 48);
    const canvas = new OffscreenCanvas(48, 48);
    canvas.getContext('2d')!.putImageData(new ImageData(rgbaFromRgb(image), 48), 0, 0);
    const blob = await canvas.convertToBlob({ type: 'image/png' });
    await savePictures(SET, [{ file, blob }]);
    pictures.push({
      ...{ file, target, source: 'drawn', upstream: '', diagnosis: '', lesionId: '', group: '' },
      ...{ patientId: '', age: null, sex: '', site: '', mask: '', bytes: blob.size },
      ...{
        split: i < 24 ? 'train' : i < 36 ? 'val' : 'test',
        width: 48,
        height: 48,
        findings: [],
        hash: [],
      },
    });
  }
  const words = { id: SET, name: 'Drawn', createdAt: 1, isComplete: true, alike: [], refused: [] };
  await saveSet({ ...words, pictures });
  return () => deleteSet(SET);
});

const runs: string[] = [];
afterEach(async () => {
  for (const id of runs.splice(0)) await deleteRun(id);
});

async function newRun(id: string, setId = SET, fold: LabRun['fold'] = null): Promise<string> {
  runs.push(id);
  await saveRun({
    ...{ id, setId, name: id, createdAt: 1, config: JSON.stringify(config), state: 'ready' },
    ...{ ending: '', backend: '', epochs: [], testLooks: 0, note: '', fold },
  });
  return id;
}

interface Ended {
  readonly state: RunState;
  readonly reason: string;
}

function start(
  runId: string,
  listener: Partial<TrainingListener> = {},
  job: 'train' | 'judge-test' = 'train',
): { training: Training; ended: Promise<Ended> } {
  let end: (ended: Ended) => void;
  const ended = new Promise<Ended>((resolve) => (end = resolve));
  const training = startTraining({
    ...{ job, runId, backend: 'wasm', workers: 2 },
    modelsUrl: new URL('../../public/models/', location.href).href,
    createWorker: () => new Worker(workerUrl, { type: 'module' }),
    listener: { ...listener, onEnded: (state, reason) => end({ state, reason }) },
  });
  return { training, ended };
}

const losses = async (id: string) =>
  (await readRun(id))!.epochs.map(({ metrics }) => [metrics.loss, metrics.valLoss]);

let unbroken: number[][];

describe('a run in the Lab', () => {
  it('trains, finishes and keeps its bundle', async () => {
    const id = await newRun('whole');
    let steps = 0;
    const { ended } = start(id, { onStep: () => steps++ });
    expect(await ended).toEqual({ state: 'finished', reason: 'all epochs done' });
    expect(steps).toBe(9);
    const run = (await readRun(id))!;
    expect(run).toMatchObject({ state: 'finished', backend: expect.stringMatching(/^wasm/) });
    unbroken = await losses(id);
    expect(unbroken).toHaveLength(3);
    const { card } = await readBundle(async (name) => (await readRunFile(id, `bundle/${name}`))!);
    expect(card.name).toBe('tiny');
    expect(card.evaluations[0]).toMatchObject({ n: 12, malignant: 6 });
    expect(card.limitations.join(' ')).toContain('learned from drawn pictures');
    const scores = JSON.parse(
      new TextDecoder().decode((await readRunFile(id, 'scores/val.json'))!),
    ) as { rows: unknown[] };
    expect(scores.rows).toHaveLength(12);
    expect(new TextDecoder().decode((await readRunFile(id, 'csv-log.csv'))!)).toMatch(/^epoch,/);
  });

  it('stops, goes on in another worker, and ends as one that never stopped', async () => {
    const id = await newRun('stopped');
    const first = start(id, { onEpoch: () => first.training.stop() });
    expect(await first.ended).toEqual({ state: 'stopped', reason: 'stopped' });
    expect((await readRun(id))!.state).toBe('stopped');
    const second = start(id);
    expect((await second.ended).state).toBe('finished');
    expect(await losses(id)).toEqual(unbroken);
  });

  it('is killed in mid-epoch, counts as cut off, and ends the same', async () => {
    const id = await newRun('killed');
    await new Promise<void>((resolve) => {
      const { training } = start(id, {
        onStep: ({ epoch, step }) => {
          if (epoch === 1 && step === 2) {
            training.kill();
            resolve();
          }
        },
      });
    });
    expect((await readRun(id))!.state).toBe('begun');
    await expect.poll(async () => (await runsInTraining()).has(id)).toBe(false);
    expect((await start(id).ended).state).toBe('finished');
    expect(await losses(id)).toEqual(unbroken);
  });

  it('pauses between two steps, and ends early with what it has', async () => {
    const id = await newRun('early');
    let steps = 0;
    const { training, ended } = start(id, {
      onStep: () => {
        if (++steps === 2) training.pause();
      },
    });
    await expect.poll(() => steps, { timeout: 30_000 }).toBeGreaterThan(1);
    const paused = steps;
    await new Promise((resolve) => setTimeout(resolve, 500));
    // One more may have been under way when the word came.
    expect(steps).toBeLessThanOrEqual(paused + 1);
    training.end();
    expect((await ended).state).toBe('finished');
    expect((await readRun(id))!.epochs.length).toBeLessThan(3);
    expect(await readRunFile(id, 'bundle/card.json')).not.toBeNull();
  });

  it('is led by one tab at a time', async () => {
    const id = await newRun('twice');
    const first = start(id);
    await expect.poll(async () => (await runsInTraining()).has(id), { timeout: 30_000 }).toBe(true);
    expect(await start(id).ended).toEqual({
      state: 'begun',
      reason: 'another tab trains this run',
    });
    expect((await first.ended).state).toBe('finished');
  });

  it('is judged on its test pictures when asked to, and counts each look', async () => {
    const id = await newRun('judged');
    await start(id).ended;
    // Stopped on the way, it was no look.
    const stopped = start(id, { onBackend: () => stopped.training.stop() }, 'judge-test');
    expect((await stopped.ended).state).toBe('stopped');
    expect(await readRun(id)).toMatchObject({ testLooks: 0, state: 'finished' });
    expect(await readRunFile(id, 'scores/test.json')).toBeNull();
    for (const looks of [1, 2]) {
      const { ended } = start(id, {}, 'judge-test');
      expect(await ended).toEqual({ state: 'finished', reason: 'judged' });
      expect(await readRun(id)).toMatchObject({ testLooks: looks, state: 'finished' });
    }
    const scores = readScores((await readRunFile(id, 'scores/test.json'))!);
    expect(scores.map(({ file }) => file)).toEqual([
      ...['benign/36.png', 'malignant/37.png', 'benign/38.png', 'malignant/39.png'],
    ]);
    const unfinished = await newRun('unfinished');
    const { state, reason } = await start(unfinished, {}, 'judge-test').ended;
    expect(state).toBe('failed');
    expect(reason).toContain('the run lacks it');
    expect(await readRun(unfinished)).toMatchObject({ state: 'ready', testLooks: 0 });
  });

  it('holds out its fold in place of val, and is not shown the test pictures', async () => {
    const folds = { group: 'g', k: 3, seed: 4 };
    const held: string[] = [];
    for (const index of [0, 1, 2]) {
      const id = await newRun(`fold-${index}`, SET, { ...folds, index });
      expect((await start(id).ended).state).toBe('finished');
      held.push(...readScores((await readRunFile(id, 'scores/val.json'))!).map(({ file }) => file));
    }
    const trainAndVal = Array.from(
      { length: 36 },
      (_, i) => `${i % 2 ? 'malignant' : 'benign'}/${i}.png`,
    );
    expect(held.sort()).toEqual(trainAndVal.sort());
  });

  it('goes on under another name where it was carried to, whatever became of the split', async () => {
    const id = await newRun('left');
    const first = start(id, { onEpoch: () => first.training.stop() });
    await first.ended;
    const names = ['checkpoint.bin', 'pictures.csv', 'log.jsonl', 'csv-log.csv'];
    const files = new Map<string, Uint8Array>();
    for (const name of names) files.set(name, (await readRunFile(id, name))!);
    const set = (await readSet(SET))!;
    const other = 'test-set-drawn-anew';
    // The same pictures elsewhere: in another order, and in other splits.
    const pictures = [...set.pictures].reverse().map((picture) => ({
      ...picture,
      split: picture.split === 'train' ? ('test' as const) : ('train' as const),
    }));
    await saveSet({ ...set, id: other, pictures });
    for (const { file } of pictures) {
      await savePictures(other, [{ file, blob: (await readSetPicture(SET, file))! }]);
    }
    const carried = await newRun('carried', other);
    await saveRunFiles(carried, files);
    expect((await start(carried).ended).state).toBe('finished');
    const went = (await readRun(carried))!.epochs;
    expect(went.map(({ metrics }) => [metrics.loss, metrics.valLoss])).toEqual(unbroken.slice(1));
    expect((await start(carried, {}, 'judge-test').ended).reason).toBe('judged');
    const scores = readScores((await readRunFile(carried, 'scores/test.json'))!);
    expect(scores.map(({ file }) => file)).toContain('benign/36.png');
    expect(scores).toHaveLength(4);
    // One of them is another picture by now.
    const [changed, ...rest] = pictures;
    await saveSet({ ...set, id: other, pictures: [{ ...changed, bytes: 1 }, ...rest] });
    const { state, reason } = await start(carried).ended;
    expect(state).toBe('failed');
    expect(reason).toBe(
      `1 of the run's 40 pictures are not in “Drawn” as they were: ${changed.file} (changed)`,
    );
    await deleteSet(other);
  });

  it('says what is missing', async () => {
    const id = await newRun('lost', 'no-such-set');
    expect(await start(id).ended).toEqual({
      state: 'failed',
      reason: 'the pictures of the run are gone',
    });
    expect((await readRun(id))!.ending).toBe('the pictures of the run are gone');
  });
});
