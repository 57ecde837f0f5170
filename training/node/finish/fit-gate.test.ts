// The gate on a network that only knows each channel's mean: enough to tell blue from skin.
import * as tfl from '@tensorflow/tfjs-layers';
import { memory } from '@tensorflow/tfjs-core';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawLesion } from '../../../src/core/data/synthetic';
import { rgbImage, type RgbImage } from '../../../src/core/image/rgb-image';
import type { PreprocessSpec } from '../../../src/core/preprocess';
import { useCpuBackend } from '../../../src/core/testing';
import { sampleOf } from '../../../src/core/figures/testing';
import type { FiledSample } from '../dataset';
import { fitGate } from './fit-gate';

let folder: string;
let spots: FiledSample[];
let blues: FiledSample[];

async function filed(name: string, image: RgbImage, fields: Partial<FiledSample>) {
  const { data, width, height } = image;
  const path = join(folder, `${name}.png`);
  await sharp(Buffer.from(data), { raw: { width, height, channels: 3 } }).toFile(path);
  return { ...sampleOf({ file: `${name}.png`, ...fields }), path, maskPath: null };
}

beforeAll(async () => {
  await useCpuBackend();
  folder = await mkdtemp(join(tmpdir(), 'gate-'));
  const of = <T>(n: number, make: (i: number) => Promise<T>) =>
    Promise.all(Array.from({ length: n }, (_, i) => make(i)));
  spots = await of(6, (i) =>
    filed(`spot${i}`, drawLesion('even', i, 64), { patientId: `p${i >> 1}` }),
  );
  const blue = (i: number) =>
    rgbImage(
      new Uint8ClampedArray(64 * 64 * 3).map((_, at) => [20, 40 + i, 200][at % 3]),
      64,
      64,
    );
  blues = await of(4, (i) => filed(`blue${i}`, blue(i), { target: 'not-a-lesion' }));
}, 30_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

const preprocess: PreprocessSpec = {
  sizePx: 32,
  resize: 'area',
  range: [-1, 1],
  crop: 'centre-square',
};
const network = () =>
  tfl.sequential({
    layers: [
      tfl.layers.globalAveragePooling2d({ inputShape: [32, 32, 3] }),
      tfl.layers.dense({ units: 2 }),
    ],
  });

describe('fitGate', () => {
  it('tells what it learned from, and judges other lesions by gates that did not see them', async () => {
    const model = network();
    const before = memory().numTensors;
    const { gate, heldOutScores } = await fitGate(model, preprocess, {
      lesions: spots.slice(0, 2),
      others: [...spots.slice(2), ...blues],
      seed: 1,
    });
    expect(memory().numTensors).toBe(before);
    model.dispose();
    // Blue speaks against a lesion, red for one.
    expect(gate.weights[2]).toBeLessThan(0);
    expect(gate.weights[0]).toBeGreaterThan(0);
    expect(heldOutScores).toHaveLength(4);
    heldOutScores.forEach((score) => expect(score).toBeGreaterThan(0));
  }, 120_000);

  it('learns from the skin beside a lesion where a mask tells which is which', async () => {
    const maskPath = join(folder, 'mask.png');
    const white = { r: 255, g: 255, b: 255 };
    await sharp({ create: { width: 64, height: 64, channels: 3, background: 'black' } })
      .composite([
        {
          input: { create: { width: 30, height: 64, channels: 3, background: white } },
          left: 0,
          top: 0,
        },
      ])
      .toFile(maskPath);
    const model = network();
    const fit = (lesions: readonly FiledSample[]) =>
      fitGate(model, preprocess, { lesions, others: blues, seed: 1 });
    const plain = await fit(spots);
    const masked = await fit(spots.map((spot) => ({ ...spot, maskPath })));
    model.dispose();
    // Skin is red too: what is red is no longer a lesion for that alone.
    expect(masked.gate.weights[0]).toBeLessThan(plain.gate.weights[0]);
  }, 120_000);

  it('does without other lesions, and names what cannot be read', async () => {
    const model = network();
    const { heldOutScores } = await fitGate(model, preprocess, {
      lesions: [...spots.slice(0, 2), { ...spots[0], path: join(folder, 'nowhere.png') }],
      others: blues,
      seed: 1,
    });
    model.dispose();
    expect(heldOutScores).toEqual([]);
  }, 120_000);
});
