// The model in public/models as it is shipped: whole, small, calibrated, judged, and
// opened by stock tfjs with the output our own loader gives.
import * as tf from '@tensorflow/tfjs';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { runNetwork } from '../src/core/classify';
import { drawLesion } from '../src/core/data/synthetic';
import { MODEL_FILE } from '../src/core/model/bundle';
import { loadModel } from '../src/core/model/load';
import { batchInput, cropToInput } from '../src/core/preprocess';
import { openNodeBackend } from './node/backend';
import { modelFolder, readBundleFolder } from './node/bundle-fs';

let folder: string;
beforeAll(async () => {
  folder = await modelFolder('default');
  await openNodeBackend('wasm');
});

describe('the shipped model', () => {
  it('is whole, and at most 5 MB to download', async () => {
    const { card } = await readBundleFolder(folder);
    const sizes = await Promise.all(
      ['card.json', ...Object.keys(card.files)].map(async (name) => {
        return (await stat(join(folder, name))).size;
      }),
    );
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(5e6);
  });

  it('is calibrated, and its first figures are of all test pictures', async () => {
    const { card } = await readBundleFolder(folder);
    expect(card.calibration).not.toBeNull();
    expect(card.evaluations[0].set).toBe('Test pictures, all sources');
    expect(card.evaluations[0].auroc.value).toBeGreaterThanOrEqual(0.88);
  });

  it('is opened by stock tf.loadLayersModel with the same output', async () => {
    const bundle = await readBundleFolder(folder);
    const picture = cropToInput(drawLesion('irregular', 3), bundle.card.preprocess);
    const ours = await loadModel(bundle);
    const [expected] = await runNetwork(ours, bundle.card, [picture]);
    const json = JSON.parse(await readFile(join(folder, MODEL_FILE), 'utf8')) as {
      modelTopology: object;
      weightsManifest: { paths: string[]; weights: tf.io.WeightsManifestEntry[] }[];
    };
    const [{ paths, weights: weightSpecs }] = json.weightsManifest;
    const shards = await Promise.all(paths.map((path) => readFile(join(folder, path))));
    const weightData = shards.map((shard) => new Uint8Array(shard).buffer);
    const { modelTopology } = json;
    const stock = await tf.loadLayersModel(
      tf.io.fromMemory({ modelTopology, weightSpecs, weightData }),
    );
    const { preprocess } = bundle.card;
    const { sizePx } = preprocess;
    const input = tf.tensor4d(batchInput([picture], preprocess), [1, sizePx, sizePx, 3]);
    const outputs = [stock.predict(input)].flat();
    const [logits, gate] = await Promise.all(outputs.map((output) => output.data()));
    Array.from(expected.logits).forEach((value, i) =>
      expect(Math.abs(logits[i] - value)).toBeLessThan(1e-4),
    );
    if (expected.gate !== null) expect(Math.abs(gate[0] - expected.gate)).toBeLessThan(1e-4);
    tf.dispose([input, ...outputs]);
    stock.dispose();
    ours.dispose();
  });
});
