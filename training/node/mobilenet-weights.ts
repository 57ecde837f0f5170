// Weights of a MobileNetV2 on their way in, from the pretrained backbone, and out, folded
// as they are exported.
import { CoreError } from '../../src/core/errors';
import { foldTrunkWeights } from '../../src/core/model/mobilenet-v2';
import type { NamedWeight } from '../../src/core/model/weights';
import type { NetworkSection } from '../../src/core/train/config';
import { loadBackbone } from './backbone';
import { modelFolder, readBundleFolder } from './bundle-fs';

type Section = NetworkSection<'mobilenet-v2'>;

/** Blocks above this one were tuned on lesion pictures in the backbone at hand. */
const LAST_PRETRAINED = 14;

/**
 * Start values by name: the backbone's, folded or not, or a trained model's; none for a
 * random start.
 * @throws CoreError `config-invalid` for a trained model with normalisation to learn:
 * bundles are folded.
 */
export async function pretrained(
  { start, lastBlock, normalisation }: Section,
  cache: string,
): Promise<Map<string, Float32Array>> {
  if (start === 'random') return new Map();
  if (start !== 'imagenet') {
    if (normalisation !== 'folded') {
      throw new CoreError('config-invalid', 'network.start: a model can be gone on from folded');
    }
    const { weights } = await readBundleFolder(await modelFolder(start.model));
    return new Map(weights.map(({ name, values }) => [name, values]));
  }
  const backbone = await loadBackbone(cache);
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
