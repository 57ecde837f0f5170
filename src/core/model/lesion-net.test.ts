import {
  batchNorm,
  clipByValue,
  conv2d,
  depthwiseConv2d,
  mean,
  tensor,
  tidy,
  type Tensor,
} from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { seededRandom } from '../random';
import { useCpuBackend } from '../testing';
import { buildExtractor, buildLesionNet, setWeights } from './lesion-net';
import { buildTrunk, foldTrunkWeights } from './mobilenet-v2';
import { spreadInPlace, spreadWeights, typicalVariance } from './pooled-features';
import type { NamedWeight } from './weights';

beforeAll(useCpuBackend);

const random = seededRandom('trunk');
const filled = (name: string, shape: number[], low = -0.5, high = 0.5): NamedWeight => {
  const size = shape.reduce((product, side) => product * side, 1);
  return {
    name,
    shape,
    values: Float32Array.from({ length: size }, () => random.between(low, high)),
  };
};
const norm = (name: string, channels: number) => [
  filled(`${name}/gamma`, [channels], 0.5, 1.5),
  filled(`${name}/beta`, [channels]),
  filled(`${name}/moving_mean`, [channels]),
  filled(`${name}/moving_variance`, [channels], 0.2, 2),
];
// The Keras weights of the stem and the first block.
const keras = [
  filled('Conv1/kernel', [3, 3, 3, 32]),
  ...norm('bn_Conv1', 32),
  filled('expanded_conv_depthwise/depthwise_kernel', [3, 3, 32, 1]),
  ...norm('expanded_conv_depthwise_BN', 32),
  filled('expanded_conv_project/kernel', [1, 1, 32, 16]),
  ...norm('expanded_conv_project_BN', 16),
];
const spec = { sizePx: 32, lastBlock: 0, taps: ['Conv1_relu', 'expanded_conv_project'] };
const picture = () => tensor(filled('x', [2, 32, 32, 3], -1, 1).values, [2, 32, 32, 3]);

describe('foldTrunkWeights', () => {
  it('gives the output of convolution and batch-norm one after the other', () => {
    const get = (name: string) => {
      const { values, shape } = keras.find((weight) => weight.name === name)!;
      return tensor(values, [...shape]);
    };
    const normalise = (x: Tensor, name: string) =>
      batchNorm(
        x as never,
        get(`${name}/moving_mean`) as never,
        get(`${name}/moving_variance`) as never,
        get(`${name}/beta`) as never,
        get(`${name}/gamma`) as never,
        1e-3,
      ) as Tensor;
    const { input, maps } = buildTrunk(32, 0);
    expect(input.shape).toEqual([null, 32, 32, 3]);
    expect([...maps.keys()]).toContain('expanded_conv_project');
    const x = picture();
    const expected = tidy(() => {
      const relu6 = (y: Tensor, name: string) => clipByValue(normalise(y, name), 0, 6);
      const kernel = (name: string) => get(name) as never;
      const stem = relu6(conv2d(x as never, kernel('Conv1/kernel'), 2, 'same'), 'bn_Conv1');
      const deep = relu6(
        depthwiseConv2d(
          stem as never,
          kernel('expanded_conv_depthwise/depthwise_kernel'),
          1,
          'same',
        ),
        'expanded_conv_depthwise_BN',
      );
      const projected = conv2d(deep as never, kernel('expanded_conv_project/kernel'), 1, 'same');
      return mean(normalise(projected, 'expanded_conv_project_BN'), [1, 2]);
    });
    const { model } = buildExtractor(spec);
    setWeights(model, foldTrunkWeights(keras, 0));
    const outputs = model.predict(x) as Tensor[];
    const wanted = expected.dataSync();
    outputs[2].dataSync().forEach((value, i) => expect(value).toBeCloseTo(wanted[i], 4));
    [x, expected, ...outputs].forEach((t) => t.dispose());
    model.dispose();
  });

  it('names the weight that is missing', () => {
    expect(() => foldTrunkWeights(keras.slice(1), 0)).toThrow(/Conv1\/kernel/);
  });
});

describe('buildLesionNet', () => {
  it('gives in one network what training computes from cached moments', async () => {
    const trunk = foldTrunkWeights(keras, 0);
    const { model: extractor, layout } = buildExtractor(spec);
    setWeights(extractor, trunk);
    const x = picture();
    const moments = (extractor.predict(x) as Tensor[]).map((t) => [t.dataSync(), t] as const);
    const rows = [0, 1].map((row) => {
      const parts: number[] = [];
      for (let tap = 0; tap < moments.length; tap += 2) {
        const channels = layout[tap / 2].channels;
        const means = moments[tap][0].slice(row * channels, (row + 1) * channels);
        const squares = moments[tap + 1][0].slice(row * channels, (row + 1) * channels);
        parts.push(...means, ...squares.map((square, c) => square - means[c] ** 2));
      }
      return Float32Array.from(parts);
    });
    const scales = typicalVariance(rows, layout);
    rows.forEach((row) => spreadInPlace(row, layout, scales));

    const features = rows[0].length;
    const hidden = filled('head_hidden/kernel', [features, 4]);
    const logits = filled('head_logits/kernel', [4, 2]);
    const head = [hidden, filled('head_hidden/bias', [4]), logits, filled('head_logits/bias', [2])];
    const expected = rows.map((row) => {
      const h = Array.from({ length: 4 }, (_, k) =>
        Math.max(
          0,
          head[1].values[k] + row.reduce((sum, v, i) => sum + v * hidden.values[i * 4 + k], 0),
        ),
      );
      return [0, 1].map(
        (o) => head[3].values[o] + h.reduce((sum, v, k) => sum + v * logits.values[k * 2 + o], 0),
      );
    });

    const net = buildLesionNet(spec, 4, 2);
    const all = new Map([
      ...trunk,
      ...spreadWeights(scales),
      ...head.map((weight): [string, NamedWeight] => [weight.name, weight]),
    ]);
    setWeights(net, all);
    const output = net.predict(x) as Tensor;
    const values = output.dataSync();
    expected.flat().forEach((value, i) => expect(values[i]).toBeCloseTo(value, 3));
    [x, output, ...moments.map(([, t]) => t)].forEach((t) => t.dispose());
    net.dispose();
    extractor.dispose();
  });

  it('has scales that float16 can hold, also of a channel that never varies', () => {
    const layout = [{ layer: 'tap', channels: 2 }];
    const scales = typicalVariance([Float32Array.of(1, 1, 0, 1e-9)], layout);
    const gamma = spreadWeights(scales).get('tap_plus/gamma')!.values;
    expect(Math.max(...gamma)).toBeLessThan(65_504);
  });

  it.each([
    [{ ...spec, sizePx: 50 }, /multiple of 32/],
    [{ ...spec, taps: ['block_9_add'] }, /no layer block_9_add/],
  ])('refuses %o', (bad, message) => {
    expect(() => buildLesionNet(bad, 4, 2)).toThrow(message);
  });
});
