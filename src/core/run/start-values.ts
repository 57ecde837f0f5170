// Weights of a MobileNetV2 on their way in, from a pretrained or trained one, and out,
// folded as they are exported.
import { CoreError } from '../errors';
import { foldTrunkWeights, prefixOf } from '../model/mobilenet-v2';
import type { NamedWeight } from '../model/weights';
import type { NetworkSection } from '../train/config';
import type { WeightsHost } from './run-host';

type Section = NetworkSection<'mobilenet-v2'>;
/** As a config says it. */
export type Start = Section['start'];

/** Blocks above this one were tuned on lesion pictures in the backbone at hand. */
const LAST_PRETRAINED = 14;

/**
 * Start values by name: the backbone's, folded or not, or a trained model's; none for a
 * random start.
 * @throws CoreError `config-invalid` for a trained model with normalisation to learn:
 * bundles are folded.
 */
export async function startValues(
  { start, lastBlock, normalisation }: Section,
  host: WeightsHost,
): Promise<Map<string, Float32Array>> {
  if (start === 'random') return new Map();
  if (start !== 'imagenet') {
    if (normalisation !== 'folded') {
      throw new CoreError('config-invalid', 'network.start: a model can be gone on from folded');
    }
    const weights = await host.modelWeights(start.model);
    return new Map(weights.map(({ name, values }) => [name, values]));
  }
  const backbone = await host.backbone();
  const last = Math.min(lastBlock, LAST_PRETRAINED);
  const folded = foldTrunkWeights(backbone, last);
  // Folding names the layers of the blocks in question; without it, theirs and their norms'.
  const layers = new Set([...folded.keys()].map((name) => name.split('/')[0]));
  const isWanted = (name: string) => {
    const layer = name.split('/')[0];
    return layers.has(layer) || layers.has(layer.replace(/_BN$|^bn_/, ''));
  };
  const chosen =
    normalisation === 'folded'
      ? [...folded.values()]
      : backbone.filter(({ name }) => isWanted(name));
  return new Map(chosen.map(({ name, values }) => [name, values]));
}

/**
 * A frozen trunk's weights by name, folded: a trained model's where that is what the run
 * starts from, else the backbone's, since nothing would train random ones.
 * @throws CoreError `config-invalid` for a model without such a trunk.
 */
export async function trunkWeights(
  start: Start,
  lastBlock: number,
  host: WeightsHost,
): Promise<Map<string, NamedWeight>> {
  if (typeof start !== 'object') return foldTrunkWeights(await host.backbone(), lastBlock);
  const prefixes = Array.from({ length: lastBlock + 1 }, (_, block) => `${prefixOf(block)}_`);
  const weights = (await host.modelWeights(start.model)).filter(
    ({ name }) => name.startsWith('Conv1/') || prefixes.some((prefix) => name.startsWith(prefix)),
  );
  const last = `${prefixOf(lastBlock)}_project/kernel`;
  if (!weights.some(({ name }) => name === last)) {
    throw new CoreError('config-invalid', `network.start: ${start.model} has no ${last}`);
  }
  return new Map(weights.map((weight) => [weight.name, weight]));
}

/** Weights of `buildClassifier`: trained ones, folded, and those of the frozen trunk below. */
export function classifierWeights(
  { normalisation, fromBlock, lastBlock, topChannels }: Section,
  values: readonly NamedWeight[],
  frozen: readonly NamedWeight[],
): Map<string, NamedWeight> {
  const trained =
    normalisation === 'folded'
      ? new Map(values.map((value) => [value.name, value]))
      : foldTrunkWeights(values, lastBlock, { hasTop: topChannels > 0, fromBlock });
  for (const value of values) {
    if (value.name.startsWith('logits/')) trained.set(value.name, value);
  }
  return new Map([...frozen.map((weight) => [weight.name, weight] as const), ...trained]);
}

/** The section as the network takes it: where it starts from is not its business. */
export function withoutStart({ start: _, ...rest }: Section): Omit<Section, 'start'> {
  return rest;
}
