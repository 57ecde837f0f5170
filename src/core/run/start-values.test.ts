// What is exported answers as what was trained.
import { tensor } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildClassifier, buildTrunk, foldTrunkWeights, outputName } from '../model/mobilenet-v2';
import type { NamedWeight } from '../model/weights';
import { seededRandom } from '../random';
import { useCpuBackend } from '../testing';
import type { NetworkSection } from '../train/config';
import { createNetwork } from '../train/networks/create-network';
import { Replica } from '../train/replicas/replica';
import { initialValues, namedValues } from '../train/values';
import { setWeights } from '../model/lesion-net';
import * as tfl from '@tensorflow/tfjs-layers';
import { nodeHost } from '../../../training/node/run-host';
import { classifierWeights, startValues, trunkWeights, withoutStart } from './start-values';

beforeAll(useCpuBackend);

const sizePx = 32;
const section = (over: Partial<NetworkSection<'mobilenet-v2'>>) =>
  ({
    kind: 'mobilenet-v2',
    fromBlock: 0,
    lastBlock: 4,
    topChannels: 0,
    normalisation: 'folded',
    dropout: 0.5,
    start: 'random',
    ...over,
  }) as const;

// Values as after training: nothing at its start value.
function trained(config: ReturnType<typeof section>) {
  const network = { ...withoutStart(config), sizePx, labels: 2 };
  const net = createNetwork(network);
  const values = initialValues(net, 1);
  const random = seededRandom('trained');
  for (let i = 0; i < values.weights.length; i++) values.weights[i] += 0.05 * random.normal();
  for (let i = 0; i < values.moving.length; i++) values.moving[i] += 0.4 * random.next();
  return { network, values, named: namedValues(net, values) };
}

const pictures = Float32Array.from({ length: 2 * sizePx * sizePx * 3 }, (_, i) => Math.sin(i));

async function exportedLogits(
  config: ReturnType<typeof section>,
  weights: Map<string, NamedWeight>,
): Promise<Float32Array> {
  const model = buildClassifier({ ...config, sizePx, labels: 2 });
  setWeights(model, weights);
  const output = model.predict(tensor(pictures, [2, sizePx, sizePx, 3])) as ReturnType<
    typeof tensor
  >;
  return output.data<'float32'>();
}

function expectSame(got: Float32Array, wanted: Float32Array): void {
  const largest = Math.max(...wanted.map(Math.abs));
  got.forEach((value, i) => expect(Math.abs(value - wanted[i])).toBeLessThan(1e-4 * largest));
}

describe('the exported network', () => {
  it.each([
    ['folded', section({})],
    ['folded, with a top', section({ topChannels: 24 })],
    ['normalised', section({ normalisation: 'batch' })],
    ['normalised, with a top', section({ normalisation: 'batch', topChannels: 24 })],
  ])('answers as the trained one, %s', async (_name, config) => {
    const { network, values, named } = trained(config);
    const replica = new Replica(network);
    replica.setValues(values);
    const wanted = await replica.logits(pictures, 2);
    expectSame(await exportedLogits(config, classifierWeights(config, named, [])), wanted);
    replica.dispose();
  });

  it.each(['folded', 'batch'] as const)(
    'answers as a tail on the frozen trunk below it, %s',
    async (normalisation) => {
      const config = section({ fromBlock: 3, normalisation });
      const { network, values, named } = trained(config);
      const below = trained(section({ lastBlock: 2, normalisation: 'batch' })).named;
      const frozen = [...foldTrunkWeights(below, 2).values()];
      const { input, maps } = buildTrunk(sizePx, 2);
      const trunk = tfl.model({ inputs: input, outputs: maps.get(outputName(2))! });
      setWeights(trunk, new Map(frozen.map((weight) => [weight.name, weight])));
      const map = trunk.predict(tensor(pictures, [2, sizePx, sizePx, 3])) as ReturnType<
        typeof tensor
      >;
      const replica = new Replica(network);
      replica.setValues(values);
      const wanted = await replica.logits(await map.data<'float32'>(), 2);
      expectSame(await exportedLogits(config, classifierWeights(config, named, frozen)), wanted);
      replica.dispose();
    },
  );
});

describe('going on from a trained model', () => {
  const host = nodeHost({ cache: '', backend: 'cpu', workers: 1 });
  const start = { model: 'diagnosis-mobilenet-v2' };
  const shape = { lastBlock: 14, start } as const;

  it('starts with all of its values', async () => {
    const known = await startValues(section(shape), host);
    const network = { ...withoutStart(section(shape)), sizePx, labels: 6 };
    const net = createNetwork(network);
    for (const { name, values } of namedValues(net, initialValues(net, 1, known))) {
      expect(values, name).toEqual(known.get(name));
    }
  });

  it('refuses another number of labels', async () => {
    const known = await startValues(section(shape), host);
    const net = createNetwork({ ...withoutStart(section(shape)), sizePx, labels: 2 });
    expect(() => initialValues(net, 1, known)).toThrow(
      '"logits/kernel" has 320 values, what it is to start from 960',
    );
  });

  it('refuses normalisation, which a bundle no longer has', async () => {
    await expect(
      startValues(section({ ...shape, normalisation: 'batch' }), host),
    ).rejects.toMatchObject({ code: 'config-invalid' });
  });

  it('takes its lower blocks for a frozen trunk, and no more', async () => {
    const trunk = await trunkWeights(start, 2, host);
    const layers = new Set([...trunk.keys()].map((name) => name.split('/')[0]));
    expect([...layers]).toContain('block_2_project');
    expect([...layers].some((layer) => /block_[3-9]|block_1\d|logits/.test(layer))).toBe(false);
    const known = await startValues(section(shape), host);
    expect(trunk.get('Conv1/kernel')!.values).toEqual(known.get('Conv1/kernel'));
  });

  it('refuses a model without that trunk', async () => {
    await expect(trunkWeights(start, 15, host)).rejects.toThrow(/has no block_15_project/);
  });
});
