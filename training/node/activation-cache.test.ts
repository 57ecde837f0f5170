import { model as buildModel } from '@tensorflow/tfjs-layers';
import { tensor4d, type Tensor } from '@tensorflow/tfjs-core';
import {
  copyFile,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { unchanged } from '../../src/core/augment';
import { LEFT_OUT, plainPlan } from '../../src/core/data/batches';
import { prefetch } from '../../src/core/data/prefetch';
import { drawLesion } from '../../src/core/data/synthetic';
import { drawView } from '../../src/core/data/view';
import { setWeights } from '../../src/core/model/lesion-net';
import { buildTrunk } from '../../src/core/model/mobilenet-v2';
import type { NamedWeight } from '../../src/core/model/weights';
import { batchInput } from '../../src/core/preprocess';
import { seededRandom } from '../../src/core/random';
import { useCpuBackend } from '../../src/core/testing';
import {
  openActivationSource,
  type ActivationOptions,
  type ActivationSource,
} from './activation-cache';
import { hashWeights, storeKey } from './extract';
import type { ExtractSetup } from './extract.worker';
import type { LabelledPicture } from './picture';

// Up to block 1, a 32 px picture becomes a map of 8 × 8 × 24.
const LAYER = 'block_1_project';
const SHAPE = [8, 8, 24] as const;
const LENGTH = 8 * 8 * 24;
const COUNT = 6;

let folder: string;
let setup: ActivationOptions['setup'];
let pictures: LabelledPicture[];
const drawn = (i: number) => drawLesion(i % 2 ? 'irregular' : 'even', i, 48);
const at = (name: string) => join(folder, name);

/** A trunk with random weights. */
function randomTrunk(): NamedWeight[] {
  const { input, maps } = buildTrunk(32, 1);
  const model = buildModel({ inputs: input, outputs: maps.get(LAYER)! });
  const random = seededRandom('trunk');
  const weights = model.weights.map(({ originalName, shape }): NamedWeight => {
    const sides = shape.map((side) => side!);
    const length = sides.reduce((product, side) => product * side, 1);
    const scale = sides.length > 1 ? Math.sqrt(2 / (length / sides[sides.length - 1])) : 0.1;
    const values = Float32Array.from({ length }, () => random.normal() * scale);
    return { name: originalName, shape: sides, values };
  });
  model.dispose();
  return weights;
}

async function draw(path: string, i: number): Promise<void> {
  const { data, width, height } = drawn(i);
  await sharp(Buffer.from(data), { raw: { width, height, channels: 3 } })
    .png()
    .toFile(path);
}

beforeAll(async () => {
  await useCpuBackend();
  folder = await mkdtemp(join(tmpdir(), 'activations-'));
  setup = {
    preprocess: { sizePx: 32, resize: 'area', range: [-1, 1], crop: 'centre-square' },
    augment: { ...unchanged, turns: true, zoom: 0.2, brightness: 0.2 },
    seed: 3,
    views: 2,
    backend: 'cpu',
    lastBlock: 1,
    weights: randomTrunk(),
  };
  pictures = Array.from({ length: COUNT }, (_, i) => ({
    path: at(`${i}.png`),
    id: `${i}.png`,
    label: i % 2,
  }));
  for (const [i, { path }] of pictures.entries()) await draw(path, i);
});
afterAll(() => rm(folder, { recursive: true, force: true }));
beforeEach(() => rm(at('cache'), { recursive: true, force: true }));

async function within<T>(
  use: (source: ActivationSource) => Promise<T>,
  changes: Partial<ActivationOptions> = {},
): Promise<T> {
  const source = await openActivationSource({
    pictures,
    labels: 2,
    setup,
    layer: LAYER,
    shape: SHAPE,
    cacheFolder: at('cache'),
    workers: 1,
    ...changes,
  });
  try {
    return await use(source);
  } finally {
    await source.dispose();
  }
}

const computedBy = (changes: Partial<ActivationOptions> = {}) =>
  within(({ computed }) => Promise.resolve(computed), changes);

/** What the trunk itself says of a view: float32 [8, 8, 24]. */
async function directly(row: number, view: number): Promise<Float32Array> {
  const { input, maps } = buildTrunk(32, 1);
  const model = buildModel({ inputs: input, outputs: maps.get(LAYER)! });
  setWeights(model, new Map(setup.weights.map((weight) => [weight.name, weight])));
  const picture = drawView(drawn(row), setup, `${row}.png`, view);
  const map = model.predict(
    tensor4d(batchInput([picture], setup.preprocess), [1, 32, 32, 3]),
  ) as Tensor;
  const values = await map.data<'float32'>();
  model.dispose();
  return values;
}

describe('openActivationSource', () => {
  it("gives the trunk's own map of each view, to a half's precision", async () => {
    const rows = [
      { row: 4, view: 1 },
      { row: 1, view: 0 },
      { row: 4, view: 0 },
    ];
    await within(async (source) => {
      expect(source).toMatchObject({ rows: COUNT, shape: SHAPE, labels: 2, views: 2 });
      expect(source.rowLabels).toEqual([0, 1, 0, 1, 0, 1]);
      const { xs, targets } = await source.read(rows);
      expect([...targets]).toEqual([1, 0, 0, 1, 1, 0]);
      for (const [i, { row, view }] of rows.entries()) {
        const expected = await directly(row, view);
        const actual = xs.subarray(i * LENGTH, (i + 1) * LENGTH);
        expect(Math.max(...expected)).toBeGreaterThan(0.1);
        actual.forEach((value, at) => {
          const error = Math.abs(value - expected[at]);
          expect(error).toBeLessThanOrEqual(Math.abs(expected[at]) * 2 ** -10 + 1e-5);
        });
      }
    });
  });

  it('computes each picture once, over runs, and streams', async () => {
    const done: number[] = [];
    expect(await computedBy({ onProgress: (n) => done.push(n) })).toBe(COUNT);
    expect(done).toEqual([0, 1, 2, 3, 4, 5, 6]);
    await within(async (source) => {
      expect(source.computed).toBe(0);
      let rows = 0;
      for await (const batch of prefetch(plainPlan(COUNT, 4), source, { ahead: 1 })) {
        rows += batch.rows.length;
      }
      expect(rows).toBe(COUNT);
    });
  });

  it('goes on where a run was broken off', async () => {
    const stop = new AbortController();
    const broken = computedBy({
      stop: stop.signal,
      onProgress: (done) => done === 2 && stop.abort(),
    });
    await expect(broken).rejects.toMatchObject({ name: 'AbortError' });
    const left = await computedBy();
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThanOrEqual(COUNT - 2);
    expect(await computedBy()).toBe(0);
  });

  it('computes a record anew that was torn', async () => {
    await computedBy();
    const [key] = await readdir(at('cache/activations'));
    const folder = at(`cache/activations/${key}`);
    const name = (await readdir(folder)).find((file) => file.endsWith('.f16'))!;
    const bytes = await readFile(join(folder, name));
    expect(bytes).toHaveLength(COUNT * 2 * LENGTH * 2);
    await writeFile(join(folder, name), bytes.subarray(0, -10));
    expect(await computedBy()).toBe(1);
  });

  it('computes a picture anew that was changed or lies elsewhere, and only that', async () => {
    const copy = at('copy.png');
    await copyFile(pictures[3].path, copy);
    const aMinuteAgo = Math.floor(Date.now() / 1000) - 60;
    for (const path of [copy, pictures[3].path]) await utimes(path, aMinuteAgo, aMinuteAgo);
    await computedBy();
    const moved = pictures.map((picture, i) => (i === 3 ? { ...picture, path: copy } : picture));
    expect(await computedBy({ pictures: moved })).toBe(1);
    await utimes(pictures[3].path, aMinuteAgo, aMinuteAgo + 1);
    expect(await computedBy()).toBe(1);
    await writeFile(pictures[3].path, Buffer.concat([await readFile(copy), Buffer.alloc(1)]));
    await utimes(pictures[3].path, aMinuteAgo, aMinuteAgo + 1);
    expect(await computedBy()).toBe(1);
  });

  it('computes a picture once that is listed twice', async () => {
    const twice = [pictures[0], pictures[1], pictures[0]];
    await within(
      async (source) => {
        const { xs } = await source.read([0, 2].map((row) => ({ row, view: 1 })));
        expect(xs.subarray(0, LENGTH)).toEqual(xs.subarray(LENGTH));
      },
      { pictures: twice },
    );
    const [key] = await readdir(at('cache/activations'));
    const files = await readdir(at(`cache/activations/${key}`));
    const { size } = await stat(
      at(`cache/activations/${key}/${files.find((f) => f.endsWith('16'))}`),
    );
    expect(size).toBe(2 * 2 * LENGTH * 2);
  });

  it('names unreadable pictures, and does not remember them as such', async () => {
    const path = at('later.png');
    const rows = [...pictures, { path, id: 'later.png', label: 1 }];
    await draw(path, 9);
    const good = await readFile(path);
    const { atime, mtime } = await stat(path);
    // Same size and time: what is found out about the picture must not outlive the run.
    await writeFile(path, Buffer.alloc(good.length));
    await utimes(path, atime, mtime);
    await within(
      async (source) => {
        expect(source.unreadable).toMatchObject([{ row: COUNT, path }]);
        expect(source.rowLabels[COUNT]).toBe(LEFT_OUT);
        await expect(source.read([{ row: COUNT, view: 0 }])).rejects.toMatchObject({
          code: 'image-undecodable',
          message: expect.stringContaining(path) as string,
        });
      },
      { pictures: rows },
    );
    await writeFile(path, good);
    await utimes(path, atime, mtime);
    expect(await computedBy({ pictures: rows })).toBe(1);
  });
});

describe('records', () => {
  const full = (): ExtractSetup => ({
    ...setup,
    length: LENGTH,
    output: { kind: 'map', layer: LAYER },
  });

  it.each<[string, () => Partial<ExtractSetup>]>([
    ['weights', () => ({ weights: setup.weights.slice(1) })],
    ['the backend', () => ({ backend: 'wasm' })],
    ['the seed', () => ({ seed: 4 })],
    ['augmentation', () => ({ augment: { ...setup.augment, zoom: 0.1 } })],
    ['preprocessing', () => ({ preprocess: { ...setup.preprocess, crop: 'squash' } })],
    ['the number of views', () => ({ views: 3 })],
    ['the layer', () => ({ output: { kind: 'map', layer: 'block_1_expand_relu' } })],
    ['the last block', () => ({ lastBlock: 2 })],
  ])('are others when %s change', (_name, change) => {
    expect(storeKey({ ...full(), ...change() })).not.toBe(storeKey(full()));
  });

  it('of plain views do not depend on how views are drawn', () => {
    const plain = { ...full(), views: 1 };
    expect(storeKey({ ...plain, seed: 99 })).toBe(storeKey(plain));
  });

  it('are tied to the values of weights, not to their order', () => {
    const { weights } = setup;
    const [first, ...others] = weights;
    const changed = { ...first, values: first.values.map((value, i) => (i === 5 ? 0.5 : value)) };
    expect(hashWeights([...weights].reverse())).toBe(hashWeights(weights));
    expect(hashWeights([changed, ...others])).not.toBe(hashWeights(weights));
  });
});

describe('mistakes', () => {
  it.each<[string, string, () => Partial<ActivationOptions>]>([
    ['a layer that is not there', 'config-invalid', () => ({ layer: 'block_9_add' })],
    ['another shape than the map has', 'config-invalid', () => ({ shape: [8, 8, 25] })],
    ['weights that are missing', 'bundle-malformed', () => ({ setup: { ...setup, weights: [] } })],
    ['a label beyond the labels', 'data-invalid', () => ({ labels: 1 })],
    ['no worker', 'config-invalid', () => ({ workers: 0 })],
    [
      'activations that float16 cannot hold',
      'data-invalid',
      () => ({
        setup: {
          ...setup,
          weights: setup.weights.map((weight) =>
            weight.name === 'block_1_project/bias'
              ? { ...weight, values: weight.values.map(() => 1e6) }
              : weight,
          ),
        },
      }),
    ],
  ])('%s is refused', async (_name, code, changes) => {
    await expect(computedBy(changes())).rejects.toMatchObject({ code });
  });

  it('rows and views that are not there, and rows without label, are refused', async () => {
    const rows = [{ ...pictures[0], label: LEFT_OUT }, pictures[1]];
    await within(
      async (source) => {
        for (const row of [
          { row: 0, view: 0 },
          { row: 2, view: 0 },
          { row: 1, view: 2 },
        ]) {
          await expect(source.read([row])).rejects.toMatchObject({ code: 'data-invalid' });
        }
        await expect(source.read([{ row: 1, view: 0 }], { aborted: true })).rejects.toMatchObject({
          name: 'AbortError',
        });
      },
      { pictures: rows },
    );
  });
});
