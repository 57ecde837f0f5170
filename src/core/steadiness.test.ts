import '@tensorflow/tfjs-backend-cpu';
import {
  enableProdMode,
  memory,
  setBackend,
  tensor2d,
  tensor4d,
  tidy,
} from '@tensorflow/tfjs-core';
import { layers, sequential, type LayersModel } from '@tensorflow/tfjs-layers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AnswerCard } from './classify';
import { rgbImage, type RgbImage } from './image/rgb-image';
import { measureSteadiness, steadyViews } from './steadiness';

const card: AnswerCard = {
  labels: [
    { name: 'benign', malignant: false },
    { name: 'malignant', malignant: true },
  ],
  preprocess: { sizePx: 4, resize: 'area', range: [-1, 1], crop: 'centre-square' },
  calibration: { method: 'platt', scale: 1, offset: 0, prevalence: 0.5, n: 10 },
  thresholds: {
    attend: { value: 0.6, rule: 'test', promised: null },
    quiet: { value: 0.4, rule: 'test', promised: null },
  },
  turns: 1,
  zooms: [1],
  gate: null,
};
const square = { left: 10, top: 10, side: 40 };

// White on the left half of the square, black elsewhere: a network that looks at the top
// left pixel alone sees white in four of the eight turns.
function halved(side: number): RgbImage {
  const data = new Uint8ClampedArray(side * side * 3);
  for (let y = 0; y < side; y++)
    for (let x = 0; x < 30; x++) data.set([255, 255, 255], (y * side + x) * 3);
  return rgbImage(data, side, side);
}

let corner: LayersModel;
beforeAll(async () => {
  enableProdMode();
  await setBackend('cpu');
  corner = sequential({
    layers: [
      layers.conv2d({ filters: 1, kernelSize: 4, useBias: false, inputShape: [4, 4, 3] }),
      layers.flatten(),
      layers.dense({ units: 2, useBias: false }),
    ],
  });
  const kernel = new Float32Array(4 * 4 * 3).fill(0);
  kernel[0] = 2;
  tidy(() => corner.setWeights([tensor4d(kernel, [4, 4, 3, 1]), tensor2d([[0, 1]])]));
});
afterAll(() => corner.dispose());

describe('steadiness', () => {
  it('looks at eight turns and the squares around, the plain one first', () => {
    const views = steadyViews(halved(60), card.preprocess, square);
    expect(views).toHaveLength(14);
    expect(views[0].data[0]).toBe(255);
    // A quarter turn clockwise brings white to the top.
    expect([...views[1].data.subarray(0, 12)]).toEqual(Array(12).fill(255));
    expect(views[2].data[0]).toBe(0);
  });

  it('leaves out squares that would stand over the edge of the picture', () => {
    const image = halved(60);
    const whole = { left: 0, top: 0, side: 60 };
    // Eight turns and the smaller square.
    expect(steadyViews(image, card.preprocess, whole)).toHaveLength(9);
  });

  it('counts how often the answer stays, and how far it moves', async () => {
    const before = memory().numTensors;
    const steady = await measureSteadiness(corner, card, halved(60), square);
    // sigmoid(±2) = 0.881, 0.119; the six squares around keep their white corner.
    expect(steady).toMatchObject({ views: 14, same: 4 + 6 });
    expect(steady?.lowest).toBeCloseTo(0.119, 3);
    expect(steady?.highest).toBeCloseTo(0.881, 3);
    expect(memory().numTensors).toBe(before);
  });

  it('compares with the mean where the answer is one', async () => {
    const turned = { ...card, turns: 4 as const };
    const steady = await measureSteadiness(corner, turned, halved(60), square);
    // Of four turns two see white: sigmoid(0) = ½, unsure, which no single view is.
    expect(steady).toMatchObject({ views: 14, same: 0 });
  });

  it('counts the closer views to the answer, not to the looks', async () => {
    // White in the middle half of the square alone: only the closer view has it in its corner.
    const image = rgbImage(new Uint8ClampedArray(60 * 60 * 3), 60, 60);
    for (let y = 20; y < 40; y++) image.data.fill(255, (y * 60 + 20) * 3, (y * 60 + 40) * 3);
    const plain = await measureSteadiness(corner, card, image, square);
    expect(plain).toMatchObject({ views: 14, same: 14 });
    // With it the mean is sigmoid(0) = ½, unsure, which no look is.
    const closer = { ...card, zooms: [1, 0.5] };
    const steady = await measureSteadiness(corner, closer, image, square);
    expect(steady).toMatchObject({ views: 14, same: 0 });
  });

  it('stops between two views', async () => {
    let pauses = 0;
    const signal = { aborted: false };
    const pause = async () => {
      signal.aborted = ++pauses === 2;
    };
    await expect(
      measureSteadiness(corner, card, halved(60), square, { signal, pause }),
    ).resolves.toBeNull();
    expect(pauses).toBe(2);
  });

  it('says nothing of a model that is not calibrated', async () => {
    const bare = { ...card, calibration: null, thresholds: null };
    await expect(measureSteadiness(corner, bare, halved(60), square)).resolves.toBeNull();
  });
});
