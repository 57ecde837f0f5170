import { memory, tensor4d, type Tensor } from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, it } from 'vitest';
import { useCpuBackend } from '../testing';
import { buildGateFeatures, withGate, withoutGate } from './gate';

beforeAll(useCpuBackend);

// Picture → mean of each channel → logits.
const net = () =>
  tfl.sequential({
    layers: [
      tfl.layers.globalAveragePooling2d({ inputShape: [2, 2, 3] }),
      tfl.layers.dense({ units: 2, name: 'logits' }),
    ],
  });
const picture = () => tensor4d([1, 2, 3, 1, 2, 3, 3, 2, 1, 3, 2, 1], [1, 2, 2, 3]);
const gateOf = (weights: number[], bias: number) => ({
  weights: Float32Array.from(weights),
  bias,
});

async function outputsOf(model: tfl.LayersModel): Promise<number[][]> {
  const input = picture();
  const outputs = [model.predict(input)].flat() as Tensor[];
  const values = await Promise.all(outputs.map(async (t) => Array.from(await t.data())));
  [input, ...outputs].forEach((t) => t.dispose());
  return values;
}

describe('a gate', () => {
  it('looks at what the first dense layer is given', async () => {
    const model = net();
    const features = buildGateFeatures(model);
    expect(await outputsOf(features)).toEqual([[2, 2, 2]]);
    model.dispose();
  });

  it('is a second output beside untouched logits, replaced and taken off again', async () => {
    const model = net();
    const [logits] = await outputsOf(model);
    const gated = withGate(model, gateOf([1, 10, 100], -2));
    expect(await outputsOf(gated)).toEqual([logits, [2 * 111 - 2]]);
    const again = withGate(withoutGate(gated), gateOf([0, 0, 0], 7));
    expect(await outputsOf(again)).toEqual([logits, [7]]);
    expect(await outputsOf(withoutGate(again))).toEqual([logits]);
    gated.dispose();
  });

  it('goes with the network it was added to', () => {
    const before = memory().numTensors;
    withGate(net(), gateOf([1, 2, 3], 0)).dispose();
    expect(memory().numTensors).toBe(before);
  });

  it('needs a dense layer to look beside', () => {
    const bare = tfl.sequential({ layers: [tfl.layers.flatten({ inputShape: [2, 2, 3] })] });
    expect(() => buildGateFeatures(bare)).toThrow(/no dense layer/);
  });
});
