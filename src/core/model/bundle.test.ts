import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { memory, tensor } from '@tensorflow/tfjs-core';
import { useCpuBackend } from '../testing';
import { drawLesion } from '../data/synthetic';
import { batchInput, cropToInput } from '../preprocess';
import { seededRandom } from '../random';
import {
  CARD_FILE,
  hashOf,
  MODEL_FILE,
  parseModelIndex,
  readBundle,
  writeBundle,
  type CardDraft,
} from './bundle';
import { FORMAT_VERSION, parseCard } from './card';
import { buildLesionNet, setWeights } from './lesion-net';
import { loadModel } from './load';
import type { NamedWeight, StoredDtype } from './weights';

const draft: CardDraft = {
  name: 'tiny',
  version: '1',
  description: 'A tiny network for tests.',
  intendedUse: 'Tests.',
  outOfScope: [],
  limitations: [],
  labels: [
    { name: 'benign', malignant: false },
    { name: 'malignant', malignant: true },
  ],
  preprocess: { sizePx: 32, resize: 'area', range: [-1, 1], crop: 'centre-square' },
  turns: 1,
  zooms: [1],
  calibration: null,
  thresholds: null,
  gate: null,
  evaluations: [],
  judgedOn: 'val',
  provenance: {
    trainingData: 'none',
    trainingPictures: 0,
    backbone: 'none',
    config: '{}',
    seed: 1,
    createdAt: '2026-01-01T00:00:00.000Z',
    weightsLicence: 'none',
  },
};

// A real network of ours, at 32 px and cut after block 1.
function tinyNet() {
  const spec = { sizePx: 32, lastBlock: 1, taps: ['expanded_conv_project', 'block_1_expand_relu'] };
  const net = buildLesionNet(spec, 4, 2);
  const random = seededRandom('weights');
  const weights = net.weights.map(({ originalName: name, shape }): NamedWeight => {
    const size = shape.reduce<number>((product, side) => product * side!, 1);
    const values = Float32Array.from({ length: size }, () =>
      name.endsWith('moving_variance') ? 1 : 0.2 * random.normal(),
    );
    return { name, shape: shape as number[], values };
  });
  setWeights(net, new Map(weights.map((weight) => [weight.name, weight])));
  return { net, weights, topology: net.toJSON(null, false) as object };
}

const reader = (files: ReadonlyMap<string, Uint8Array>) => async (name: string) => {
  const bytes = files.get(name);
  if (!bytes) throw new Error('not there');
  return bytes;
};

/** Rewrites one file and, unless told otherwise, its entry in the card. */
function tamper(
  files: ReadonlyMap<string, Uint8Array>,
  name: string,
  change: (bytes: Uint8Array) => Uint8Array,
  { fixCard = false } = {},
) {
  const copy = new Map(files);
  const bytes = change(copy.get(name)!.slice());
  copy.set(name, bytes);
  if (fixCard) {
    const card = JSON.parse(new TextDecoder().decode(copy.get(CARD_FILE))) as {
      files: Record<string, object>;
    };
    card.files[name] = { sha256: hashOf(bytes), sizeBytes: bytes.length };
    copy.set(CARD_FILE, new TextEncoder().encode(JSON.stringify(card)));
  }
  return copy;
}

beforeAll(useCpuBackend);

describe('bundle', () => {
  const { weights, topology } = tinyNetOnce();
  let before = 0;
  beforeEach(() => {
    weights();
    before = memory().numTensors;
  });
  afterEach(() => expect(memory().numTensors).toBe(before));

  it.each<[StoredDtype, number]>([
    ['float32', 0],
    ['float16', 2e-3],
    ['uint8', 2e-2],
  ])('survives a round trip as %s', async (stored, tolerance) => {
    const files = writeBundle(draft, topology(), weights(), stored);
    const bundle = await readBundle(reader(files));
    expect(bundle.card).toMatchObject({ name: 'tiny', formatVersion: FORMAT_VERSION });
    bundle.weights.forEach((weight, i) => {
      const range = Math.max(...weights()[i].values.map(Math.abs), 1e-6);
      weight.values.forEach((value, k) => {
        expect(Math.abs(value - weights()[i].values[k])).toBeLessThanOrEqual(tolerance * range);
      });
    });
  });

  it.each<StoredDtype>(['float32', 'float16', 'uint8'])(
    'stored as %s is opened by stock tf.loadLayersModel with the same output',
    async (stored) => {
      const files = writeBundle(draft, topology(), weights(), stored);
      const ours = await loadModel(await readBundle(reader(files)));
      // The whole of stock tfjs, in an instance of its own, given the files as they are.
      const tf = await import('@tensorflow/tfjs');
      const json = JSON.parse(new TextDecoder().decode(files.get(MODEL_FILE))) as {
        modelTopology: object;
        weightsManifest: { paths: string[]; weights: [] }[];
      };
      const [{ paths, weights: weightSpecs }] = json.weightsManifest;
      const weightData = paths.map((path) => files.get(path)!.slice().buffer as ArrayBuffer);
      const theirs = await tf.loadLayersModel(
        tf.io.fromMemory({ modelTopology: json.modelTopology, weightSpecs, weightData }),
      );
      const picture = cropToInput(drawLesion('irregular', 3, 64), draft.preprocess);
      const input = batchInput([picture], draft.preprocess);
      const run = (model: typeof ours) => {
        const x = tensor(input, [1, 32, 32, 3]);
        const y = model.predict(x) as ReturnType<typeof tensor>;
        const values = Array.from(y.dataSync());
        x.dispose();
        y.dispose();
        return values;
      };
      const mine = run(ours);
      const stock = run(theirs as unknown as typeof ours);
      ours.dispose();
      theirs.dispose();
      expect(mine.some((value) => value !== 0)).toBe(true);
      mine.forEach((value, i) => expect(Math.abs(value - stock[i])).toBeLessThan(1e-4));
    },
  );

  it('writes the same bytes for the same model', () => {
    const write = () => writeBundle(draft, topology(), weights(), 'float16');
    expect(write()).toEqual(write());
  });

  it('reads files that are Node Buffers', async () => {
    const files = writeBundle(draft, topology(), weights(), 'float32');
    const buffers = new Map([...files].map(([name, bytes]) => [name, Buffer.from(bytes)]));
    const bundle = await readBundle(reader(buffers));
    expect(bundle.weights.map(({ values }) => values.length)).toEqual(
      weights().map(({ values }) => values.length),
    );
  });

  const shard = 'weights-1-of-1.bin';
  const good = () => writeBundle(draft, topology(), weights(), 'float16');

  it.each([
    ['a truncated shard', () => tamper(good(), shard, (b) => b.slice(0, -4)), 'bundle-truncated'],
    [
      'a truncated shard whose card was fixed',
      () => tamper(good(), shard, (b) => b.slice(0, -4), { fixCard: true }),
      'bundle-truncated',
    ],
    ['an altered shard', () => tamper(good(), shard, (b) => b.fill(1, 0, 1)), 'bundle-altered'],
    [
      'left-over weights',
      () => tamper(good(), shard, (b) => Uint8Array.of(...b, 0, 0), { fixCard: true }),
      'bundle-altered',
    ],
    [
      'a weight that is not a number',
      // float16 NaN, little-endian.
      () => tamper(good(), shard, (b) => (b.set([0x00, 0x7e]), b), { fixCard: true }),
      'bundle-non-finite',
    ],
    [
      'a page served instead of a model',
      () =>
        tamper(good(), MODEL_FILE, () => new TextEncoder().encode('<!doctype html>'), {
          fixCard: true,
        }),
      'bundle-malformed',
    ],
    [
      'a card that is no JSON',
      () => tamper(good(), CARD_FILE, () => new TextEncoder().encode('<!doctype html>')),
      'bundle-malformed',
    ],
    ['a missing shard', () => without(good(), shard), 'bundle-missing-file'],
    ['a missing card', () => without(good(), CARD_FILE), 'bundle-missing-file'],
  ])('refuses %s', async (_name, files, code) => {
    await expect(readBundle(reader(files()))).rejects.toMatchObject({ code });
  });

  it('does not take a cancelled read for a broken model', async () => {
    const cancelled = () => Promise.reject(new DOMException('stop', 'AbortError'));
    await expect(readBundle(cancelled)).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('refuses to write weights that float16 cannot hold', () => {
    const huge = weights().map((weight, i) =>
      i === 0 ? { ...weight, values: weight.values.map(() => 1e6) } : weight,
    );
    expect(() => writeBundle(draft, topology(), huge, 'float16')).toThrow(/holds Infinity/);
  });
});

describe('setWeights', () => {
  it('refuses a missing weight and one of another shape', () => {
    const { net, weights } = tinyNet();
    const all = new Map(weights.map((weight) => [weight.name, weight]));
    const name = weights[0].name;
    all.set(name, { ...weights[0], shape: [1] });
    expect(() => setWeights(net, all)).toThrow(/the network wants/);
    all.delete(name);
    expect(() => setWeights(net, all)).toThrow(/no value for weight/);
    net.dispose();
  });
});

describe('parseCard', () => {
  const card = () =>
    JSON.parse(
      new TextDecoder().decode(writeBundle(draft, {}, [], 'float32').get(CARD_FILE)),
    ) as Record<string, unknown>;

  it.each([
    ['another format version', { formatVersion: 6 }, 'bundle-unknown-version'],
    ['no format version', { formatVersion: undefined }, 'bundle-unknown-version'],
    ['a field it does not know', { surprise: 1 }, 'bundle-malformed'],
    [
      'labels without a malignant one',
      { labels: [draft.labels[0], draft.labels[0]] },
      'bundle-malformed',
    ],
    ['a file name that climbs out', { files: { '../x': {} } }, 'bundle-malformed'],
    [
      'thresholds without a calibration',
      {
        thresholds: {
          attend: { value: 0.5, rule: 'r', promised: null },
          quiet: { value: 0.1, rule: 'r', promised: null },
        },
      },
      'bundle-malformed',
    ],
    [
      'thresholds the wrong way round',
      {
        calibration: { method: 'platt', scale: 1, offset: 0, prevalence: 0.2, n: 10 },
        thresholds: {
          attend: { value: 0.1, rule: 'r', promised: null },
          quiet: { value: 0.5, rule: 'r', promised: null },
        },
      },
      'bundle-malformed',
    ],
  ])('refuses %s', (_name, change, code) => {
    expect(() => parseCard({ ...card(), ...change })).toThrow(
      expect.objectContaining({ code }) as Error,
    );
  });

  it('brings a card of format 1 up: no gate, nothing promised', () => {
    const { gate: _gate, turns: _turns, zooms: _zooms, ...fields } = card();
    const calibration = { method: 'platt', scale: 1, offset: 0, prevalence: 0.2, n: 10 };
    const v1 = { ...fields, formatVersion: 1, calibration };
    const thresholds = { attend: { value: 0.5, rule: 'a' }, quiet: { value: 0.1, rule: 'b' } };
    expect(parseCard({ ...v1, thresholds })).toMatchObject({
      formatVersion: 5,
      turns: 1,
      zooms: [1],
      gate: null,
      thresholds: {
        attend: { value: 0.5, rule: 'a', promised: null },
        quiet: { value: 0.1, rule: 'b', promised: null },
      },
    });
    expect(parseCard({ ...v1, calibration: null, thresholds: null }).thresholds).toBeNull();
    expect(() => parseCard({ ...v1, thresholds: 'none' })).toThrow(/thresholds/);
  });

  it('brings a card of format 3 up: the whole square only', () => {
    const { zooms: _zooms, ...fields } = card();
    const v3 = { ...fields, formatVersion: 3, turns: 8 };
    expect(parseCard(v3)).toMatchObject({ formatVersion: 5, turns: 8, zooms: [1] });
  });

  it('brings a card of format 4 up: what it was judged on, by the names of its sets', () => {
    const { judgedOn: _judgedOn, ...fields } = card();
    const interval = { value: 0.5, low: 0.4, high: 0.6 };
    const judged = {
      ...{ n: 9, malignant: 4, auroc: interval, sensitivity: interval, specificity: interval },
      ...{ quietMissRate: interval, outcomes: { attend: 1, unsure: 0, quiet: 0 } },
      ...{ ece: 0, brier: 0 },
    };
    const of = (set: string) =>
      parseCard({ ...fields, formatVersion: 4, evaluations: [{ ...judged, set }] }).judgedOn;
    expect(of('Test pictures, all sources')).toBe('test');
    expect(of('Validation pictures (used to choose and calibrate, so too good), all')).toBe('val');
  });

  it.each([[[]], [[0.8]], [[1, 1]], [[1, 0.2]], [[1, 1.2]], [[1, 0.8, 0.7, 0.6]]])(
    'refuses the zooms %j',
    (zooms) => {
      expect(() => parseCard({ ...card(), zooms })).toThrow(/zooms/);
    },
  );

  it('refuses null', () => {
    expect(() => parseCard(null)).toThrow();
  });
});

describe('parseModelIndex', () => {
  it('reads default and others, and nothing else', () => {
    expect(parseModelIndex({ default: 'a', others: ['b'] }).default).toBe('a');
    expect(() => parseModelIndex({ default: 'a' })).toThrow(/index\.json/);
  });
});

function without(files: ReadonlyMap<string, Uint8Array>, name: string) {
  const copy = new Map(files);
  copy.delete(name);
  return copy;
}

// Built on first use, because the backend is chosen in beforeAll.
function tinyNetOnce() {
  let built: ReturnType<typeof tinyNet> | undefined;
  const get = () => (built ??= tinyNet());
  return {
    weights: () => get().weights,
    topology: () => get().topology,
  };
}
