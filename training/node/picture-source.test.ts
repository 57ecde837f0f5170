import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { unchanged } from '../../src/core/augment';
import { LEFT_OUT, plainPlan, type BatchSource } from '../../src/core/data/batches';
import { prefetch } from '../../src/core/data/prefetch';
import { drawLesion } from '../../src/core/data/synthetic';
import { drawView, type ViewSpec } from '../../src/core/data/view';
import { batchInput } from '../../src/core/preprocess';
import { findUnreadable } from './find-unreadable';
import type { LabelledPicture } from './picture';
import { openPictureSource } from './picture-source';

const spec: ViewSpec = {
  preprocess: { sizePx: 16, resize: 'area', range: [-1, 1], crop: 'centre-square' },
  augment: { ...unchanged, turns: true, zoom: 0.2, brightness: 0.2 },
  seed: 7,
};
const COUNT = 20;
const drawn = (i: number) => drawLesion(i % 2 ? 'irregular' : 'even', i, 40);
const LENGTH = 16 * 16 * 3;

let folder: string;
let pictures: LabelledPicture[];
const at = (name: string) => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pictures-'));
  pictures = Array.from({ length: COUNT }, (_, i) => ({
    path: at(`${i}.png`),
    id: `${i}.png`,
    label: i % 2,
  }));
  for (const [i, { path }] of pictures.entries()) {
    const { data, width, height } = drawn(i);
    await sharp(Buffer.from(data), { raw: { width, height, channels: 3 } }).toFile(path);
  }
  const whole = await readFile(pictures[0].path);
  await writeFile(at('broken.png'), 'not a picture');
  await writeFile(at('cut.png'), whole.subarray(0, whole.length / 2));
  // A header and an end as they should be; only decoding shows that there is nothing between.
  await writeFile(at('hollow.png'), Buffer.from(whole).fill(0, 60, whole.length - 20));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function withSource<T>(
  use: (source: BatchSource) => Promise<T>,
  rows: readonly LabelledPicture[] = pictures,
): Promise<T> {
  const { preprocess, seed, augment } = spec;
  const source = openPictureSource(rows, preprocess, { workers: 2, seed, augment, labels: 2 });
  try {
    return await use(source);
  } finally {
    await source.dispose();
  }
}

const bad = (name: string): LabelledPicture => ({ path: at(name), id: name, label: 0 });

describe('openPictureSource', () => {
  it('gives exactly what the one path to an input gives, in the order asked for', async () => {
    const rows = Array.from({ length: 25 }, (_, i) => ({ row: (7 * i) % COUNT, view: i % 3 }));
    const batch = await withSource((source) => source.read(rows));
    const views = rows.map(({ row, view }) => drawView(drawn(row), spec, `${row}.png`, view));
    expect(batch.rows).toEqual(rows);
    expect(batch.xs).toEqual(batchInput(views, spec.preprocess));
    expect([...batch.targets]).toEqual(rows.flatMap(({ row }) => (row % 2 ? [0, 1] : [1, 0])));
  });

  it('streams through prefetch', async () => {
    const seen = await withSource(async (source) => {
      expect(source).toMatchObject({ rows: COUNT, shape: [16, 16, 3], labels: 2 });
      const rows: number[] = [];
      for await (const batch of prefetch(plainPlan(source.rows, 3), source, { ahead: 2 })) {
        expect(batch.xs).toHaveLength(batch.rows.length * LENGTH);
        rows.push(...batch.rows.map(({ row }) => row));
      }
      return rows;
    });
    expect(seen).toEqual([...Array(COUNT).keys()]);
  });

  it('names the picture that cannot be decoded, and goes on with others', async () => {
    await withSource(
      async (source) => {
        await expect(
          source.read([0, COUNT, 1].map((row) => ({ row, view: 0 }))),
        ).rejects.toMatchObject({
          code: 'image-undecodable',
          message: expect.stringContaining(at('broken.png')) as string,
        });
        expect((await source.read([{ row: 0, view: 0 }])).rows).toHaveLength(1);
      },
      [...pictures, bad('broken.png')],
    );
  });

  it('refuses rows that are not there or have no label', async () => {
    const rows = [{ ...pictures[0], label: LEFT_OUT }];
    await withSource(async (source) => {
      await expect(source.read([{ row: 0, view: 0 }])).rejects.toMatchObject({
        code: 'data-invalid',
        message: expect.stringContaining('has no label') as string,
      });
      await expect(source.read([{ row: 1, view: 0 }])).rejects.toMatchObject({
        code: 'data-invalid',
        message: 'there is no row 1',
      });
    }, rows);
  });

  it('refuses a label beyond its labels', async () => {
    const rows = [{ ...pictures[0], label: 2 }];
    await expect(withSource(() => Promise.resolve(), rows)).rejects.toMatchObject({
      code: 'data-invalid',
    });
  });

  it('stops reading when told to, and when disposed of', async () => {
    await withSource(async (source) => {
      const [all] = plainPlan(COUNT, COUNT);
      const stop = new AbortController();
      const read = source.read(all, stop.signal);
      stop.abort();
      await expect(read).rejects.toMatchObject({ name: 'AbortError' });
      await expect(source.read(all, stop.signal)).rejects.toMatchObject({ name: 'AbortError' });
      const open = expect(source.read(all)).rejects.toMatchObject({ name: 'AbortError' });
      await source.dispose();
      await open;
    });
  });
});

describe('findUnreadable', () => {
  it('names every picture that cannot be used, with its row', async () => {
    const names = ['broken.png', 'cut.png', 'hollow.png', 'missing.png'];
    const rows = [pictures[0], ...names.map(bad), pictures[1]];
    const done: number[] = [];
    const found = await findUnreadable(rows, { workers: 2, onProgress: (n) => done.push(n) });
    expect(found.map(({ row, path }) => [row, path])).toEqual(
      names.map((name, i) => [i + 1, at(name)]),
    );
    for (const { path, reason } of found) expect(reason).toContain(path);
    expect(done.at(-1)).toBe(rows.length);
  });

  it('finds nothing among good ones, however many', async () => {
    expect(await findUnreadable([...pictures, ...pictures], { workers: 1 })).toEqual([]);
  });

  it('can be stopped', async () => {
    const stop = new AbortController();
    const many = Array.from({ length: 400 }, () => pictures[0]);
    const all = findUnreadable(many, {
      workers: 1,
      stop: stop.signal,
      onProgress: () => stop.abort(),
    });
    await expect(all).rejects.toMatchObject({ name: 'AbortError' });
    await expect(findUnreadable(many, { workers: 1, stop: stop.signal })).rejects.toMatchObject({
      name: 'AbortError',
    });
  });
});
