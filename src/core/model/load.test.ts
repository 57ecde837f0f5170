import '@tensorflow/tfjs-backend-cpu';
import { enableProdMode, memory, setBackend, type Tensor } from '@tensorflow/tfjs-core';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ModelBundle } from './bundle';
import { loadModel } from './load';

beforeAll(async () => {
  enableProdMode();
  await setBackend('cpu');
});

// Two outputs from the mean of an 8×8 picture, as a bundle.
function tinyBundle(outputs = 2, sizePx = 8): ModelBundle {
  const model = sequential({
    layers: [
      layers.globalAveragePooling2d({ inputShape: [sizePx, sizePx, 3] }),
      layers.dense({ units: outputs, name: 'head' }),
    ],
  });
  const topology = model.toJSON(null, false) as object;
  model.dispose();
  const values = (length: number) => Float32Array.from({ length }, (_, i) => i / 10);
  return {
    card: {
      preprocess: { sizePx: 8, resize: 'area', range: [-1, 1], crop: 'centre-square' },
      labels: [
        { name: 'benign', malignant: false },
        { name: 'malignant', malignant: true },
      ],
    } as unknown as ModelBundle['card'],
    hash: 'tiny',
    topology,
    weights: [
      { name: 'head/kernel', shape: [3, outputs], values: values(3 * outputs) },
      { name: 'head/bias', shape: [outputs], values: values(outputs) },
    ],
  };
}

describe('loadModel', () => {
  it('builds the network with its weights, and is gone after dispose', async () => {
    const before = memory().numTensors;
    const model = await loadModel(tinyBundle());
    const weights = model.getWeights() as Tensor[];
    expect(Array.from(await weights[0].data())).toEqual(
      Array.from(Float32Array.from([0, 0.1, 0.2, 0.3, 0.4, 0.5])),
    );
    model.dispose();
    expect(memory().numTensors).toBe(before);
  });

  it('reads weights that are views of a larger buffer', async () => {
    const bundle = tinyBundle();
    const shared = Float32Array.from([9, 9, 0.5, 0.6]);
    const [kernel, bias] = bundle.weights;
    const model = await loadModel({
      ...bundle,
      weights: [kernel, { ...bias, values: shared.subarray(2) }],
    });
    const read = await (model.getWeights()[1] as Tensor).data();
    expect(Array.from(read)).toEqual(Array.from(Float32Array.from([0.5, 0.6])));
    model.dispose();
  });

  const broken: [string, () => ModelBundle, RegExp][] = [
    ['as many outputs as labels', () => tinyBundle(3), /outputs are \[\[null,3\].*\[null,2\]/],
    ['the input size of the card', () => tinyBundle(2, 16), /inputs are \[\[null,16,16,3\]\]/],
    ['every weight', () => ({ ...tinyBundle(), weights: [] }), /model\.json/],
    ['a network', () => ({ ...tinyBundle(), topology: { class_name: 'Nonsense' } }), /model\.json/],
  ];
  it.each(broken)('wants %s', async (_, bundle, message) => {
    await expect(loadModel(bundle())).rejects.toMatchObject({
      code: 'bundle-malformed',
      message: expect.stringMatching(message) as string,
    });
  });

  it('keeps nothing of a network that does not fit the card', async () => {
    const before = memory().numTensors;
    await expect(loadModel(tinyBundle(3))).rejects.toThrow();
    expect(memory().numTensors).toBe(before);
  });
});
