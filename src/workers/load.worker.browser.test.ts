// Pictures streamed by real workers in Chromium.
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { unchanged } from '../core/augment';
import { epochPlan, plainPlan, type BatchSource } from '../core/data/batches';
import { prefetch } from '../core/data/prefetch';
import { drawLesion } from '../core/data/synthetic';
import { drawView, type ViewSpec } from '../core/data/view';
import { rgbaFromRgb, type RgbImage } from '../core/image/rgb-image';
import { batchInput } from '../core/preprocess';
import workerUrl from './load.worker.ts?worker&url';
import { openPictureSource, type BlobPicture, type PictureSourceOptions } from './picture-source';

const spec: ViewSpec = {
  preprocess: { sizePx: 16, resize: 'area', range: [-1, 1], crop: 'centre-square' },
  augment: {
    ...unchanged,
    turns: true,
    zoom: 0.2,
    brightness: 0.2,
    contrast: 0.1,
    saturation: 0.1,
    tint: 0.1,
  },
  seed: 7,
};
const COUNT = 24;
const drawn = (i: number) => drawLesion(i % 2 ? 'irregular' : 'even', i, 40 + i);

let pictures: BlobPicture[];
let source: BatchSource | undefined;
let workers: Worker[];

beforeAll(async () => {
  const blobs = await Promise.all(Array.from({ length: COUNT }, (_, i) => png(drawn(i))));
  pictures = blobs.map((blob, i) => ({ id: `${i}.png`, blob, label: i % 2 }));
});
afterEach(() => source?.dispose());

function png(image: RgbImage): Promise<Blob> {
  const { width, height } = image;
  const canvas = new OffscreenCanvas(width, height);
  canvas.getContext('2d')!.putImageData(new ImageData(rgbaFromRgb(image), width), 0, 0);
  return canvas.convertToBlob({ type: 'image/png' });
}

function open(
  rows: readonly BlobPicture[] = pictures,
  options: Partial<PictureSourceOptions> = {},
): BatchSource {
  workers = [];
  source = openPictureSource(rows, spec, {
    workers: 2,
    labels: 2,
    createWorker: () => {
      workers.push(new Worker(workerUrl, { type: 'module' }));
      return workers.at(-1)!;
    },
    ...options,
  });
  return source;
}

const plain = (...rows: number[]) => rows.map((row) => ({ row, view: 0 }));
const here = (row: number, view: number) => drawView(drawn(row), spec, `${row}.png`, view);

describe('a picture source in the browser', () => {
  it('streams, in order, exactly what this thread makes of the same pixels', async () => {
    const plan = epochPlan({
      seed: 1,
      epoch: 2,
      labels: pictures.map(({ label }) => label),
      batchSize: 7,
      balance: 'none',
      views: Infinity,
    });
    const rows = plan.flat();
    expect(new Set(rows.map(({ view }) => view))).toEqual(new Set([3]));
    const opened = open();
    expect(opened).toMatchObject({ rows: COUNT, shape: [16, 16, 3], labels: 2 });
    const seen: number[] = [];
    for await (const batch of prefetch(plan, opened, { ahead: 2 })) {
      const views = batch.rows.map(({ row, view }) => here(row, view));
      expect(batch.xs).toEqual(batchInput(views, spec.preprocess));
      expect([...batch.targets]).toEqual(
        batch.rows.flatMap(({ row }) => (row % 2 ? [0, 1] : [1, 0])),
      );
      seen.push(...batch.rows.map(({ row }) => row));
    }
    expect(seen).toEqual(rows.map(({ row }) => row));
    expect(workers).toHaveLength(2);
  });

  it('has the plain view for view 0, from any number of workers', async () => {
    const rows = plain(3, 0, 3, 11);
    const expected = batchInput(
      rows.map(({ row }) => here(row, 0)),
      spec.preprocess,
    );
    for (const count of [1, 3]) {
      expect((await open(pictures, { workers: count }).read(rows)).xs).toEqual(expected);
      await source!.dispose();
    }
  });

  it('gets at no more files than are asked for ahead', async () => {
    let asked = 0;
    const lazy = pictures.map(({ id, label, blob }) => ({
      id,
      label,
      blob: () => (asked++, Promise.resolve(blob as Blob)),
    }));
    let used = 0;
    for await (const batch of prefetch(plainPlan(COUNT, 3), open(lazy), { ahead: 2 })) {
      // Time for reads that should not be there.
      await new Promise((resolve) => setTimeout(resolve, 20));
      used += batch.rows.length;
      expect(asked).toBeLessThanOrEqual(used + 6);
    }
    expect(asked).toBe(COUNT);
  });

  it('names the picture that is none, and goes on with others', async () => {
    const whole = pictures[0].blob as Blob;
    const bad: BlobPicture[] = [
      { id: 'words.jpg', blob: new Blob(['no picture']), label: 0 },
      { id: 'cut.png', blob: whole.slice(0, whole.size / 2), label: 0 },
    ];
    const { read } = open([...pictures, ...bad]);
    for (const [i, { id }] of bad.entries()) {
      await expect(read(plain(0, COUNT + i, 1))).rejects.toMatchObject({
        name: 'CoreError',
        code: 'image-undecodable',
        message: expect.stringContaining(`${id}: `) as string,
      });
    }
    expect((await read(plain(1))).rows).toHaveLength(1);
    expect(workers).toHaveLength(2);
  });

  it('names the file that has changed or gone since it was chosen', async () => {
    const folder = await navigator.storage.getDirectory();
    const handle = await folder.getFileHandle('chosen.png', { create: true });
    const write = async (blob: Blob) => {
      const stream = await handle.createWritable();
      await stream.write(blob);
      await stream.close();
    };
    await write(pictures[0].blob as Blob);
    const chosen = { ...pictures[0], id: 'chosen.png' };
    const { read } = open([
      { ...chosen, blob: await handle.getFile() },
      { ...chosen, blob: () => handle.getFile() },
    ]);
    await read(plain(0, 1));
    await write(pictures[1].blob as Blob);
    await expect(read(plain(0))).rejects.toMatchObject({
      code: 'data-invalid',
      message: expect.stringContaining('chosen.png could not be read: ') as string,
    });
    // Asked for anew, it is the file as it is now.
    expect((await read(plain(1))).xs).toEqual(batchInput([here(1, 0)], spec.preprocess));
    await folder.removeEntry('chosen.png');
    await expect(read(plain(1))).rejects.toMatchObject({ code: 'image-undecodable' });
    expect(workers.length).toBeLessThanOrEqual(2);
  });

  it('stops when told to, and is done with reading when the loop is left', async () => {
    const opened = open();
    const stop = new AbortController();
    const batches = prefetch(plainPlan(COUNT, 3), opened, { ahead: 2, stop: stop.signal });
    await batches.next();
    stop.abort();
    await expect(batches.next()).rejects.toMatchObject({ name: 'AbortError' });
    const read = opened.read(plain(0), stop.signal);
    await expect(read).rejects.toMatchObject({ name: 'AbortError' });
    // The workers are as good as before.
    expect((await opened.read(plain(5))).xs).toEqual(batchInput([here(5, 0)], spec.preprocess));
    expect(workers).toHaveLength(2);
  });

  it('replaces a worker that was ended, with the same numbers', async () => {
    const opened = open(pictures, { limitMs: 5_000 });
    await opened.read(plain(0, 1));
    workers[0].terminate();
    const rows = plain(...Array(COUNT).keys());
    // A worker that is ended says nothing: only time tells.
    const { xs } = await opened.read(rows);
    expect(xs).toEqual(
      batchInput(
        rows.map(({ row }) => here(row, 0)),
        spec.preprocess,
      ),
    );
    expect(workers).toHaveLength(3);
  });

  it('says that the script of its workers fails, after a second try', async () => {
    const broken = URL.createObjectURL(new Blob(['throw new Error("broken")']));
    let opened = 0;
    const { read } = open(pictures, { createWorker: () => (opened++, new Worker(broken)) });
    await expect(read(plain(0))).rejects.toMatchObject({
      code: 'worker-died',
      message: expect.stringContaining('broken') as string,
    });
    expect(opened).toBe(2);
  });

  it('brings up a bug in a worker instead of waiting for it', async () => {
    const { read } = open([{ ...pictures[0], blob: () => Promise.resolve({} as Blob) }]);
    await expect(read(plain(0))).rejects.toMatchObject({ code: 'worker-died' });
  });
});
