import { tensor4d, type Tensor } from '@tensorflow/tfjs-core';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { unchanged } from '../../src/core/augment';
import { drawLesion } from '../../src/core/data/synthetic';
import { drawView, type ViewSpec } from '../../src/core/data/view';
import { buildExtractor, setWeights } from '../../src/core/model/lesion-net';
import { foldTrunkWeights } from '../../src/core/model/mobilenet-v2';
import type { VectorLayout } from '../../src/core/model/pooled-features';
import type { NamedWeight } from '../../src/core/model/weights';
import { batchInput } from '../../src/core/preprocess';
import { seededRandom } from '../../src/core/random';
import { useCpuBackend } from '../../src/core/testing';
import type { FiledSample } from './dataset';
import { extractFeatures } from './feature-cache';

const draw: ViewSpec = {
  preprocess: { sizePx: 32, resize: 'area', range: [-1, 1], crop: 'centre-square' },
  augment: { ...unchanged, turns: true, zoom: 0.2, brightness: 0.2 },
  seed: 3,
};
const trunk = { lastBlock: 1, taps: ['expanded_conv_project', 'block_1_expand_relu'] };
const layout: VectorLayout = [
  { layer: 'expanded_conv_project', channels: 16 },
  { layer: 'block_1_expand_relu', channels: 96 },
];
const LENGTH = 2 * (16 + 96);

let folder: string;
let samples: FiledSample[];
const backbone = randomBackbone();
const drawn = (i: number) => drawLesion('irregular', i, 48);

/** Random weights under the names Keras gives, batch-norms that change nothing but scale. */
function randomBackbone(): NamedWeight[] {
  const random = seededRandom('backbone');
  const layer = (name: string, kernel: string, shape: number[], norm: string) => {
    const channels = kernel === 'kernel' ? shape[3] : shape[2];
    const length = shape.reduce((product, side) => product * side, 1);
    const filled = (part: string, value: number): NamedWeight => ({
      name: `${norm}/${part}`,
      shape: [channels],
      values: new Float32Array(channels).fill(value),
    });
    const values = Float32Array.from({ length }, () => random.normal() * 0.3);
    return [
      { name: `${name}/${kernel}`, shape, values },
      filled('gamma', 1),
      filled('beta', 0.1),
      filled('moving_mean', 0),
      filled('moving_variance', 1),
    ];
  };
  const depthwise = (name: string, channels: number) =>
    layer(`${name}_depthwise`, 'depthwise_kernel', [3, 3, channels, 1], `${name}_depthwise_BN`);
  const point = (name: string, from: number, to: number) =>
    layer(name, 'kernel', [1, 1, from, to], `${name}_BN`);
  return [
    ...layer('Conv1', 'kernel', [3, 3, 3, 32], 'bn_Conv1'),
    ...depthwise('expanded_conv', 32),
    ...point('expanded_conv_project', 32, 16),
    ...point('block_1_expand', 16, 96),
    ...depthwise('block_1', 96),
    ...point('block_1_project', 96, 24),
  ];
}

beforeAll(async () => {
  await useCpuBackend();
  folder = await mkdtemp(join(tmpdir(), 'features-'));
  samples = ['0.png', 'broken.png', '2.png'].map(
    (file) => ({ file, path: join(folder, file) }) as FiledSample,
  );
  await writeFile(samples[1].path, 'not a picture');
  for (const i of [0, 2]) {
    const { data, width, height } = drawn(i);
    const pixels = sharp(Buffer.from(data), { raw: { width, height, channels: 3 } });
    await pixels.toFile(samples[i].path);
  }
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function features() {
  const done: number[] = [];
  const result = extractFeatures({
    samples,
    setup: { ...draw, ...trunk, views: 2, weights: [...foldTrunkWeights(backbone, 1).values()] },
    layout,
    cacheFolder: join(folder, 'cache'),
    backend: 'cpu',
    workers: 2,
    progress: { update: (n) => done.push(n), skipTo: () => {}, end: () => {} },
  });
  return result.then((value) => ({ ...value, done }));
}

/** Mean and variance of every channel of a view's maps, from the maps themselves. */
async function directly(row: number, view: number): Promise<number[]> {
  const { model } = buildExtractor({ sizePx: 32, ...trunk });
  setWeights(model, foldTrunkWeights(backbone, 1));
  const picture = drawView(drawn(row), draw, samples[row].file, view);
  const input = tensor4d(batchInput([picture], draw.preprocess), [1, 32, 32, 3]);
  const [mean1, square1, mean2, square2] = await Promise.all(
    (model.predict(input) as Tensor[]).map((output) => output.data<'float32'>()),
  );
  model.dispose();
  const variances = (mean: Float32Array, square: Float32Array) =>
    [...square].map((value, c) => Math.max(0, value - mean[c] ** 2));
  return [...mean1, ...variances(mean1, square1), ...mean2, ...variances(mean2, square2)];
}

it('gives means and variances of every view in order, and NaN for unreadable pictures', async () => {
  const { vectors, views, length, unreadable } = await features();
  expect({ views, length, unreadable }).toEqual({ views: 2, length: LENGTH, unreadable: [1] });
  expect(vectors).toHaveLength(3 * 2 * LENGTH);
  expect(vectors.subarray(2 * LENGTH, 4 * LENGTH).every(Number.isNaN)).toBe(true);
  for (const [row, view] of [
    [0, 0],
    [2, 1],
  ]) {
    const from = (row * 2 + view) * LENGTH;
    const expected = await directly(row, view);
    expect(expected).toHaveLength(LENGTH);
    expected.forEach((value, i) => {
      expect(Math.abs(vectors[from + i] - value)).toBeLessThanOrEqual(
        Math.abs(value) * 2 ** -10 + 1e-5,
      );
    });
  }
});

it('gives the same numbers from the cache, and tries only the unreadable again', async () => {
  const first = await features();
  const again = await features();
  expect(again.vectors).toEqual(first.vectors);
  expect(again.done).toEqual([2, 3]);
});
