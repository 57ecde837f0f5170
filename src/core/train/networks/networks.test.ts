// Sizes and start values of every network, and each against the layers model that it is
// exported as.
import * as tfl from '@tensorflow/tfjs-layers';
import { tensor4d, tidy, type Tensor } from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TrainingKernels } from '../../../engine/wasm/install';
import { startTrainingWasm } from '../../../engine/wasm/testing';
import { buildCnn } from '../../model/cnn';
import { type CnnSpec } from '../../model/cnn-spec';
import { setWeights } from '../../model/lesion-net';
import {
  blocks,
  buildClassifier,
  buildTrunk,
  foldTrunkWeights,
  prefixOf,
} from '../../model/mobilenet-v2';
import { cnnOfDepth, paperNetworks } from '../../model/paper-networks';
import type { NamedWeight } from '../../model/weights';
import { seededRandom } from '../../random';
import { expectNoLeak } from '../../testing';
import { layOut, viewOf } from '../parameters';
import { layOutNorms } from '../replicas/moments';
import { Replica } from '../replicas/replica';
import { initialValues } from '../values';
import { createNetwork, type NetworkConfig } from './create-network';
import { outputShape, type MobileNetV2Options } from './mobilenet-v2';

let kernels: TrainingKernels;
beforeAll(async () => {
  kernels = await startTrainingWasm('plain');
});
afterAll(() => kernels.uninstall());

const paper = (
  sizePx: number,
  name: keyof typeof paperNetworks = 'cnn-v2',
  over: Partial<CnnSpec> = {},
): NetworkConfig & { kind: 'cnn' } => ({
  kind: 'cnn',
  ...paperNetworks[name],
  sizePx,
  labels: 2,
  ...over,
});
const mobileNet: MobileNetV2Options = {
  kind: 'mobilenet-v2',
  sizePx: 32,
  fromBlock: 0,
  lastBlock: 3,
  topChannels: 24,
  normalisation: 'folded',
  dropout: 0.2,
  labels: 2,
};
const whole = { ...mobileNet, sizePx: 224, lastBlock: 16, topChannels: 1280 } as const;

// Blocks 13, 14 and 15, 16, the 1×1 convolution and the logits, each kernel with a bias.
const tailSize =
  96 * 576 +
  576 +
  10 * 576 +
  576 * 160 +
  160 +
  2 * (160 * 960 + 960 + 10 * 960 + 960 * 160 + 160) +
  (160 * 960 + 960 + 10 * 960 + 960 * 320 + 320) +
  (320 * 1280 + 1280) +
  (1280 * 2 + 2);

describe('sizes', () => {
  it.each([
    // Keras: MobileNetV2 without top has 2 257 984 weights, 34 112 of them moving
    // statistics; 1280 · 2 + 2 for the logits.
    ['MobileNetV2', { ...whole, normalisation: 'batch' }, 2_226_434, 34_112],
    // Folded, a bias takes the place of β, and γ is gone.
    ['folded MobileNetV2', whole, 2_226_434 - 17_056, 0],
    ['its tail', { ...whole, fromBlock: 13 }, tailSize, 0],
    // As the paper prints them.
    ['v1.0 at 500 px', paper(500, 'cnn-v1'), 11_354_369, 0],
    ['v2.0 at 500 px', paper(500), 14_714_753, 0],
    ['v3.0 at 500 px', paper(500, 'cnn-v3'), 10_535_809, 0],
    ['v2.0 at 190 px', paper(190), 2_131_841, 0],
    ['v2.0 at 190 px, softmax', paper(190, 'cnn-v2', { output: 'softmax' }), 2_132_866, 0],
    ['the dense one', paper(10, 'dense'), 300 * 128 + 128 + 128 + 1, 0],
    // 192 px halved seven times is 1.
    [
      'seven deep',
      paper(192, 'cnn-v2', cnnOfDepth(7, 'same')),
      896 + 18_496 + 36_928 + 73_856 + 295_168 + 1_180_160 + 2_359_808 + 513 * 1024 + 1025,
      0,
    ],
    [
      'perceptron',
      { kind: 'perceptron', features: 5, hidden: 4, labels: 3, inputDropout: 0, hiddenDropout: 0 },
      5 * 4 + 4 + 4 * 3 + 3,
      0,
    ],
  ] as [string, NetworkConfig, number, number][])('%s', (_name, config, weights, moving) => {
    const network = createNetwork(config);
    expect(layOut(network.parameters).size).toBe(weights);
    expect(layOutNorms(network).size).toBe(moving);
  });

  it('of what a block gives', () => {
    expect(outputShape(224, 12)).toEqual([14, 14, 96]);
    expect(outputShape(224, 16)).toEqual([7, 7, 320]);
    expect(createNetwork({ ...whole, fromBlock: 13 }).inputShape).toEqual([14, 14, 96]);
    expect(createNetwork(whole).inputShape).toEqual([224, 224, 3]);
  });

  it('refuses what does not fit together', () => {
    expect(() => createNetwork(paper(189))).toThrow(/189 px are used up .* needs 190/);
    expect(() => createNetwork(paper(247, 'cnn-v3'))).toThrow(/247 px are used up .* needs 248/);
    expect(createNetwork(paper(248, 'cnn-v3')).parameters).toHaveLength(16);
    const deep = paper(127, 'cnn-v2', cnnOfDepth(7, 'same'));
    expect(() => createNetwork(deep)).toThrow(/needs 128/);
    expect(() => createNetwork({ ...paper(190), labels: 3 })).toThrow(/a sigmoid tells two/);
    expect(() => createNetwork({ ...mobileNet, fromBlock: 4 })).toThrow(/no blocks 4 to 3/);
  });
});

describe('start values', () => {
  const spreadOf = (values: Float32Array) =>
    Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
  const startOf = (config: NetworkConfig) => {
    const network = createNetwork(config);
    const { weights, moving } = initialValues(network, 1);
    const { parameters } = layOut(network.parameters);
    const get = (wanted: string) =>
      viewOf(
        weights,
        parameters.find(({ name }) => name === wanted)!,
      );
    return { get, weights, moving };
  };

  it.each([
    // √(2 / fan-in): 3·3·3 inputs, 9 of one channel, 144 channels.
    ['Conv1/kernel', Math.sqrt(2 / 27)],
    ['expanded_conv_depthwise/depthwise_kernel', Math.sqrt(2 / 9)],
    ['block_2_project/kernel', Math.sqrt(2 / 144)],
    ['bn_Conv1/gamma', 1],
    ['bn_Conv1/beta', 0],
    ['logits/bias', 0],
  ])('%s spreads by %d', (name, spread) => {
    const { get } = startOf({ ...mobileNet, normalisation: 'batch' });
    // A sample's spread is off by 1 / √(2 n).
    const size = get(name).length;
    expect(Math.abs(spreadOf(get(name)) - spread)).toBeLessThanOrEqual(
      (3 * spread) / Math.sqrt(2 * size),
    );
  });

  it('of v2.0 lie within ±√(6 / (fan-in + fan-out))', () => {
    const values = startOf(paper(190)).get('conv_1/kernel');
    const limit = Math.sqrt(6 / (9 * 32 + 9 * 64));
    const most = values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
    expect(most).toBeLessThanOrEqual(limit);
    expect(most).toBeGreaterThan(0.99 * limit);
  });

  it('of moving statistics are mean 0 and variance 1', () => {
    const { moving } = startOf({ ...mobileNet, normalisation: 'batch' });
    expect([...moving.slice(0, 64)]).toEqual([...Array(32).fill(0), ...Array(32).fill(1)]);
  });

  it('are the same whatever else the network has', () => {
    const [short, long] = [2, 3].map((lastBlock) => startOf({ ...mobileNet, lastBlock }));
    expect(short.get('block_1_expand/kernel')).toEqual(long.get('block_1_expand/kernel'));
    expect(short.get('Conv1/kernel')).not.toEqual(
      initialValues(createNetwork(mobileNet), 2).weights.slice(0, 864),
    );
  });
});

/** A Keras MobileNetV2's weights up to `lastBlock`, drawn, at a scale that passes through. */
function kerasWeights({ lastBlock, topChannels }: MobileNetV2Options): NamedWeight[] {
  const random = seededRandom('keras');
  const filled = (name: string, shape: number[], low: number, high: number): NamedWeight => {
    const size = shape.reduce((product, side) => product * side, 1);
    const values = Float32Array.from({ length: size }, () => random.between(low, high));
    return { name, shape, values };
  };
  const layer = (name: string, norm: string, shape: number[], kernel = 'kernel') => {
    const depthwise = kernel === 'depthwise_kernel';
    const width = depthwise ? shape[2] : shape[3];
    const limit = Math.sqrt(6 / (shape[0] * shape[1] * (depthwise ? 1 : shape[2])));
    return [
      filled(`${name}/${kernel}`, shape, -limit, limit),
      filled(`${norm}/gamma`, [width], 0.5, 1.5),
      filled(`${norm}/beta`, [width], -0.5, 0.5),
      filled(`${norm}/moving_mean`, [width], -0.5, 0.5),
      filled(`${norm}/moving_variance`, [width], 0.2, 2),
    ];
  };
  const all = layer('Conv1', 'bn_Conv1', [3, 3, 3, 32]);
  let channels = 32;
  for (let block = 0; block <= lastBlock; block++) {
    const [expansion, width] = blocks[block];
    const prefix = prefixOf(block);
    const wide = channels * expansion;
    if (expansion > 1) {
      all.push(...layer(`${prefix}_expand`, `${prefix}_expand_BN`, [1, 1, channels, wide]));
    }
    const depthwise = [3, 3, wide, 1];
    all.push(
      ...layer(`${prefix}_depthwise`, `${prefix}_depthwise_BN`, depthwise, 'depthwise_kernel'),
      ...layer(`${prefix}_project`, `${prefix}_project_BN`, [1, 1, wide, width]),
    );
    channels = width;
  }
  return [
    ...all,
    ...layer('Conv_1', 'Conv_1_bn', [1, 1, channels, topChannels]),
    filled('logits/kernel', [topChannels, 2], -0.5, 0.5),
    filled('logits/bias', [2], -0.5, 0.5),
  ];
}

const ROWS = 3;
const pictures = (sizePx: number) => {
  const random = seededRandom('pictures');
  const shape = [ROWS, sizePx, sizePx, 3] as [number, number, number, number];
  return tensor4d(
    Float32Array.from({ length: ROWS * sizePx * sizePx * 3 }, () => random.between(-1, 1)),
    shape,
  );
};

/** Logits of a network in judging, with weights and moving statistics by name. */
async function judged(config: NetworkConfig, known: Map<string, Float32Array>, xs: Float32Array) {
  const network = createNetwork(config);
  const values = initialValues(network, 1, known);
  for (const { layer, channels, offset } of layOutNorms(network).norms) {
    values.moving.set(known.get(`${layer}/moving_mean`)!, offset);
    values.moving.set(known.get(`${layer}/moving_variance`)!, offset + channels);
  }
  return expectNoLeak(async () => {
    const replica = new Replica(config);
    replica.setValues(values);
    const logits = await replica.logits(xs, ROWS);
    replica.dispose();
    return logits;
  });
}

function expectClose(got: Float32Array, wanted: Float32Array, tolerance: number): void {
  expect(got).toHaveLength(wanted.length);
  const worst = Math.max(...wanted.map((value, i) => Math.abs(value - got[i])));
  // What is the same for every picture shows nothing.
  expect(Math.abs(wanted[0] - wanted[2])).toBeGreaterThan(100 * tolerance);
  expect(worst).toBeLessThan(tolerance);
}

const valuesOf = (weights: Iterable<NamedWeight>) =>
  new Map([...weights].map(({ name, values }) => [name, values]));

describe('MobileNetV2', () => {
  const keras = kerasWeights(mobileNet);
  const logits = keras.filter(({ name }) => name.startsWith('logits'));
  const folded = new Map([
    ...foldTrunkWeights(keras, mobileNet.lastBlock, { hasTop: true }),
    ...logits.map((weight) => [weight.name, weight] as const),
  ]);
  let x: Tensor;
  let xs: Float32Array;
  let exported: Float32Array;
  beforeAll(async () => {
    x = pictures(32);
    xs = await x.data<'float32'>();
    const model = buildClassifier(mobileNet);
    setWeights(model, folded);
    const answer = model.predict(x) as Tensor;
    exported = await answer.data<'float32'>();
    answer.dispose();
    model.dispose();
  });

  it('folded, is the layers model it is exported as', async () => {
    expectClose(await judged(mobileNet, valuesOf(folded.values()), xs), exported, 1e-4);
  });

  it('with normalisation, is the folded one by the moving statistics', async () => {
    const config = { ...mobileNet, normalisation: 'batch' } as const;
    expectClose(await judged(config, valuesOf(keras), xs), exported, 1e-4);
  });

  it('from a block on, goes on where the trunk ends', async () => {
    const trunk = buildTrunk(32, 1);
    const model = tfl.model({ inputs: trunk.input, outputs: trunk.output });
    setWeights(model, folded);
    const activations = tidy(() => model.predict(x) as Tensor);
    const tail = { ...mobileNet, fromBlock: 2 };
    const got = await judged(tail, valuesOf(folded.values()), await activations.data<'float32'>());
    expectClose(got, exported, 1e-4);
    activations.dispose();
    model.dispose();
  });
});

it.each([
  ['v2.0', paper(190)],
  ['v2.0 with a softmax', paper(190, 'cnn-v2', { output: 'softmax' })],
  ['three deep, same padding', paper(20, 'cnn-v2', cnnOfDepth(3, 'same'))],
  ['large kernels', paper(60, 'cnn-v3', { convolutions: [{ filters: 4, kernel: 13 }] })],
  ['the dense one', paper(8, 'dense')],
])('%s is the layers model it is exported as', async (_name, config) => {
  const network = createNetwork(config);
  const { weights } = initialValues(network, 5);
  const named = new Map(
    layOut(network.parameters).parameters.map((parameter) => {
      const { name, shape } = parameter;
      return [name, { name, shape, values: viewOf(weights, parameter).slice() }];
    }),
  );
  const x = pictures(config.sizePx);
  const model = buildCnn(config);
  expect(model.countParams()).toBe(weights.length);
  setWeights(model, named);
  const answer = model.predict(x) as Tensor;
  const wanted = await answer.data<'float32'>();
  const got = await judged(config, valuesOf(named.values()), await x.data<'float32'>());
  // A sigmoid's first logit is 0 for every picture: compare where they differ.
  expectClose(got.subarray(1), wanted.subarray(1), 1e-5);
  answer.dispose();
  model.dispose();
  x.dispose();
});
