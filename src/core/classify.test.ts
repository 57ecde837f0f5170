import '@tensorflow/tfjs-backend-cpu';
import {
  enableProdMode,
  memory,
  setBackend,
  tensor1d,
  tensor2d,
  tidy,
} from '@tensorflow/tfjs-core';
import { layers, sequential, type LayersModel } from '@tensorflow/tfjs-layers';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { classifyImage, meanOutput, runNetwork, runViews, type AnswerCard } from './classify';
import { rgbImage, type RgbImage } from './image/rgb-image';
import { seededRandom } from './random';

const card: AnswerCard = {
  labels: [
    { name: 'benign', malignant: false },
    { name: 'malignant', malignant: true },
  ],
  preprocess: { sizePx: 8, resize: 'area', range: [-1, 1], crop: 'centre-square' },
  calibration: { method: 'platt', scale: 1, offset: 0, prevalence: 0.5, n: 10 },
  thresholds: {
    attend: { value: 0.6, rule: 'test', promised: null },
    quiet: { value: 0.4, rule: 'test', promised: null },
  },
  turns: 1,
  zooms: [1],
  gate: null,
};
let model: LayersModel;

// Logits [0, mean red], so that a red picture is malignant by hand calculation.
beforeAll(async () => {
  enableProdMode();
  await setBackend('cpu');
  model = sequential({
    layers: [layers.globalAveragePooling2d({ inputShape: [8, 8, 3] }), layers.dense({ units: 2 })],
  });
  tidy(() => model.setWeights([tensor2d([0, 1, 0, 0, 0, 0], [3, 2]), tensor1d([0, 0])]));
});
afterAll(() => model.dispose());

function filled(side: number, red: number, other: number): RgbImage {
  const data = new Uint8ClampedArray(side * side * 3);
  for (let at = 0; at < data.length; at += 3) data.set([red, other, other], at);
  return rgbImage(data, side, side);
}
// Sharp and of middling light, so that the quality check lets it pass.
function checkered(left: number, right: number): RgbImage {
  const random = seededRandom('checkered');
  const data = new Uint8ClampedArray(200 * 200 * 3);
  for (let y = 0; y < 200; y++) {
    for (let x = 0; x < 200; x++) {
      const noise = 60 * (random.next() - 0.5);
      data.set([(x < 100 ? left : right) + noise, 110 + noise, 110 + noise], (y * 200 + x) * 3);
    }
  }
  return rgbImage(data, 200, 200);
}

describe('classifyImage', () => {
  it('judges the crop it is given, and leaves no tensor', async () => {
    const before = memory().numTensors;
    const image = checkered(30, 225);
    const left = await classifyImage(model, card, image, { left: 0, top: 0, side: 100 });
    const right = await classifyImage(model, card, image, { left: 100, top: 0, side: 100 });
    // Mean red 225 is (225 / 255) · 2 − 1 = 0.765; sigmoid(0.765) = 0.682.
    expect(left).toMatchObject({ kind: 'assessed', outcome: 'quiet' });
    expect(right).toMatchObject({ kind: 'assessed', outcome: 'attend' });
    if (right.kind === 'assessed') expect(right.probability).toBeCloseTo(0.682, 1);
    expect(memory().numTensors).toBe(before);
  });

  it('does not show a blocked picture to the model', async () => {
    const predict = vi.spyOn(model, 'predict');
    const prediction = await classifyImage(model, card, filled(200, 0, 0));
    expect(prediction).toMatchObject({ kind: 'abstained', reason: 'image-quality' });
    expect(predict).not.toHaveBeenCalled();
    predict.mockRestore();
  });

  it('abstains without a calibration', async () => {
    const bare = { ...card, calibration: null, thresholds: null };
    const prediction = await classifyImage(model, bare, checkered(128, 128));
    expect(prediction).toMatchObject({ kind: 'abstained', reason: 'uncalibrated-model' });
  });
});

describe('runNetwork', () => {
  it('answers in the order of the pictures, and leaves no tensor', async () => {
    const before = memory().numTensors;
    const outputs = await runNetwork(model, card, [filled(8, 255, 0), filled(8, 0, 0)]);
    expect(outputs.map(({ logits }) => Array.from(logits))).toEqual([
      [0, 1],
      [0, -1],
    ]);
    expect(outputs.map(({ gate }) => gate)).toEqual([null, null]);
    expect(memory().numTensors).toBe(before);
  });

  it('leaves no tensor when the picture has the wrong size', async () => {
    const before = memory().numTensors;
    await expect(runNetwork(model, card, [filled(9, 0, 0)])).rejects.toThrow(RangeError);
    expect(memory().numTensors).toBe(before);
  });
});

describe('runViews', () => {
  // Weighs the top left pixel's red alone: turned, another corner's.
  const corner = () => {
    const kernel = new Float32Array(8 * 8 * 3 * 2);
    kernel[1] = 1;
    const net = sequential({
      layers: [layers.flatten({ inputShape: [8, 8, 3] }), layers.dense({ units: 2 })],
    });
    tidy(() => net.setWeights([tensor2d(kernel, [192, 2]), tensor1d([0, 0])]));
    return net;
  };

  it.each([
    [1, 1],
    [4, -0.5],
    [8, -0.5],
  ] as const)('is the mean over %i views', async (turns, wanted) => {
    const net = corner();
    const picture = filled(8, 0, 0);
    picture.data[0] = 255;
    const before = memory().numTensors;
    const { logits } = await runViews(net, { ...card, turns }, picture);
    // One corner of four is white (1), the others are black (−1).
    expect(logits[1]).toBeCloseTo(wanted, 5);
    expect(memory().numTensors).toBe(before);
    net.dispose();
  });

  it('looks closer about the same middle', async () => {
    // White within the middle half of the side, black around: at half the side the corner is
    // white, at the whole it is black.
    const net = corner();
    const picture = filled(32, 0, 0);
    for (let y = 8; y < 24; y++) {
      for (let x = 8; x < 24; x++) picture.data.set([255, 255, 255], (y * 32 + x) * 3);
    }
    const before = memory().numTensors;
    const logitAt = async (zooms: number[]) =>
      (await runViews(net, { ...card, zooms }, picture)).logits[1];
    expect(await logitAt([1])).toBeCloseTo(-1, 5);
    expect(await logitAt([1, 0.5])).toBeCloseTo(0, 5);
    expect(memory().numTensors).toBe(before);
    net.dispose();
  });

  it('takes the mean of the gate too', () => {
    const outputs = [1, 4].map((gate) => ({ logits: [gate, 0], gate }));
    expect(meanOutput(outputs)).toEqual({ logits: [2.5, 0], gate: 2.5 });
  });
});
