import { io, memory, tensor4d, type Tensor } from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, it } from 'vitest';
import { classesOf } from '../data/classes';
import { seededRandom } from '../random';
import { useCpuBackend } from '../testing';
import { averageNetworks, type AverageMember } from './average';
import { buildGateFeatures } from './gate';
import { buildLesionNet, setWeights } from './lesion-net';
import { buildClassifier } from './mobilenet-v2';
import type { NamedWeight } from './weights';

beforeAll(useCpuBackend);

const diagnoses = classesOf('diagnosis');
const targets = classesOf('target');
const pictures = Float32Array.from({ length: 2 * 32 * 32 * 3 }, (_, i) => Math.sin(i));

/** A small network with drawn weights, and its logits for the two pictures. */
function member(seed: number, labels: readonly { name: string; malignant: boolean }[]) {
  const shape = { sizePx: 32, lastBlock: 1, topChannels: 0, labels: labels.length };
  return drawn(buildClassifier(shape), seed, labels);
}

/** A head with a hidden layer on pooled maps of a trunk. */
function withHead(seed: number) {
  const taps = ['block_1_expand_relu', 'block_1_project'];
  return drawn(buildLesionNet({ sizePx: 32, lastBlock: 1, taps }, 5, 6), seed, diagnoses);
}

function drawn(
  model: tfl.LayersModel,
  seed: number,
  labels: readonly { name: string; malignant: boolean }[],
) {
  const random = seededRandom('member', seed);
  const weights = model.weights.map(({ originalName, shape }): NamedWeight => {
    const size = shape.reduce<number>((product, n) => product * n!, 1);
    // Variances are compared with positive scales.
    const isScale = !/(kernel|bias)$/.test(originalName);
    const values = Float32Array.from({ length: size }, () => {
      const value = 0.5 * random.normal();
      return isScale ? Math.abs(value) : value;
    });
    return { name: originalName, shape: shape as number[], values };
  });
  setWeights(model, new Map(weights.map((weight) => [weight.name, weight])));
  const logits = logitsOf(model);
  const topology = model.toJSON(null, false) as object;
  model.dispose();
  return { topology, weights, labels: [...labels], logits } satisfies AverageMember & {
    logits: Float32Array;
  };
}

function logitsOf(model: tfl.LayersModel): Float32Array {
  const xs = tensor4d(pictures, [2, 32, 32, 3]);
  const output = model.predict(xs) as Tensor;
  const values = output.dataSync<'float32'>();
  xs.dispose();
  output.dispose();
  return values;
}

/** As stock tfjs loads it. */
function load({ topology, weights }: ReturnType<typeof averageNetworks>) {
  const all = weights.flatMap(({ values }) => [...values]);
  return tfl.loadLayersModel(
    io.fromMemory({
      modelTopology: topology,
      weightSpecs: weights.map(({ name, shape }) => ({
        name,
        shape: [...shape],
        dtype: 'float32' as const,
      })),
      weightData: Float32Array.from(all).buffer,
    }),
  );
}

describe('averageNetworks', () => {
  it('gives the mean of all logits', async () => {
    const members = [1, 2, 3].map((seed) => member(seed, diagnoses));
    const before = memory().numTensors;
    const model = await load(averageNetworks(members, [...diagnoses]));
    const logits = logitsOf(model);
    expect(logits).toHaveLength(12);
    logits.forEach((value, i) => {
      const wanted = members.reduce((sum, one) => sum + one.logits[i] / 3, 0);
      expect(value).toBeCloseTo(wanted, 4);
      expect(Math.abs(wanted - members[0].logits[i])).toBeGreaterThan(1e-3);
    });
    // The gate looks at the features of all three.
    expect(buildGateFeatures(model).outputs[0].shape).toEqual([null, 3 * 24]);
    model.dispose();
    expect(memory().numTensors).toBe(before);
  });

  it('keeps the hidden layer of a head, whose input the gate then sees', async () => {
    const [plain, headed] = [member(1, diagnoses), withHead(2)];
    const model = await load(averageNetworks([plain, headed], [...diagnoses]));
    logitsOf(model).forEach((value, i) => {
      expect(value).toBeCloseTo((plain.logits[i] + headed.logits[i]) / 2, 4);
    });
    // Mean and spread of two maps of 24 and 96 channels, not the five hidden units.
    expect(buildGateFeatures(model).outputs[0].shape).toEqual([null, 2 * (24 + 96)]);
    model.dispose();
  });

  it('lets benign and malignant speak for all diagnoses of their kind', async () => {
    const [six, two] = [member(1, diagnoses), member(2, targets)];
    const model = await load(averageNetworks([six, two], [...diagnoses]));
    logitsOf(model).forEach((value, i) => {
      const kind = Number(diagnoses[i % 6].malignant);
      const other = two.logits[2 * Math.floor(i / 6) + kind];
      expect(value).toBeCloseTo((six.logits[i] + other) / 2, 4);
    });
    model.dispose();
  });

  it.each([
    ['one network', () => [member(1, targets)], 'two networks or more'],
    [
      'other labels',
      () => [member(1, targets), member(2, diagnoses)],
      'a network has the labels nevus',
    ],
    [
      'another size',
      () => {
        const other = member(2, targets);
        const text = JSON.stringify(other.topology).replace('32,32,3', '64,64,3');
        return [member(1, targets), { ...other, topology: JSON.parse(text) as object }];
      },
      'one network takes [null,64,64,3], the first [null,32,32,3]',
    ],
    [
      'a network that ends in something else',
      () => {
        const model = tfl.sequential({
          layers: [tfl.layers.dense({ units: 2, inputShape: [4] }), tfl.layers.softmax()],
        });
        const functional = tfl.model({ inputs: model.inputs, outputs: model.outputs });
        const topology = functional.toJSON(null, false) as object;
        model.dispose();
        return [member(1, targets), { topology, weights: [], labels: [...targets] }];
      },
      'does not end in a dense layer',
    ],
    [
      'something else',
      () => [member(1, targets), { topology: {}, weights: [], labels: [...targets] }],
      'not a functional model',
    ],
    [
      'missing weights',
      () => [member(1, targets), { ...member(2, targets), weights: [] }],
      'a network has no logits/kernel',
    ],
  ])('refuses %s', (_name, members, message) => {
    const attempt = () => averageNetworks(members(), [...targets]);
    expect(attempt).toThrow(expect.objectContaining({ code: 'config-invalid' }) as Error);
    expect(attempt).toThrow(message);
  });
});
