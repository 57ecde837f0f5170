// The shipped network: frozen MobileNetV2 trunk → pooled features → small head. Built
// here for extraction (moments out) and for export (logits out).
import * as tfl from '@tensorflow/tfjs-layers';
import type { LayersModel, SymbolicTensor } from '@tensorflow/tfjs-layers';
import { tensor } from '@tensorflow/tfjs-core';
import { CoreError } from '../errors';
import { buildTrunk } from './mobilenet-v2';
import {
  layoutOf,
  poolFeatures,
  poolMoments,
  type NamedMap,
  type VectorLayout,
} from './pooled-features';
import type { NamedWeight } from './weights';

/** Which part of the trunk is used and where it is tapped. */
export interface TrunkSpec {
  readonly sizePx: number;
  /** Last block of the trunk that is built, 0 … 16. */
  readonly lastBlock: number;
  /** Keras layer names whose maps are pooled. */
  readonly taps: readonly string[];
}

/**
 * Trunk with two outputs per tap, mean and mean square, each [batch, channels]. Caller
 * disposes the model.
 */
export function buildExtractor(spec: TrunkSpec): { model: LayersModel; layout: VectorLayout } {
  const { input, maps } = tappedTrunk(spec);
  const outputs = poolMoments(maps).flatMap(({ mean, square }) => [mean, square]);
  return { model: tfl.model({ inputs: input, outputs }), layout: layoutOf(maps) };
}

/**
 * The whole network, picture [batch, sizePx, sizePx, 3] in [-1, 1] to logits
 * [batch, labels]. Caller disposes the model.
 */
export function buildLesionNet(spec: TrunkSpec, hidden: number, labels: number): LayersModel {
  const { input, maps } = tappedTrunk(spec);
  const dense = (units: number, name: string, activation: 'relu' | 'linear') =>
    tfl.layers.dense({ units, name, activation });
  let x = poolFeatures(maps);
  x = dense(hidden, 'head_hidden', 'relu').apply(x) as SymbolicTensor;
  x = dense(labels, 'head_logits', 'linear').apply(x) as SymbolicTensor;
  return tfl.model({ inputs: input, outputs: x, name: 'lesion_net' });
}

/**
 * Sets every weight of a model by name.
 * @throws CoreError `bundle-malformed` for a weight that is missing or of another shape:
 * a layer left at its random start would be a silent disaster.
 */
export function setWeights(model: LayersModel, weights: ReadonlyMap<string, NamedWeight>): void {
  // `originalName`: tfjs adds `_1` to the name of a weight it has built before.
  const tensors = model.weights.map(({ originalName: name, shape }) => {
    const weight = weights.get(name);
    if (!weight) throw new CoreError('bundle-malformed', `no value for weight ${name}`);
    if (weight.shape.join() !== shape.join()) {
      throw new CoreError(
        'bundle-malformed',
        `weight ${name} is [${weight.shape.join()}], the network wants [${shape.join()}]`,
      );
    }
    return tensor(weight.values, [...weight.shape]);
  });
  model.setWeights(tensors);
  tensors.forEach((t) => t.dispose());
}

function tappedTrunk({ sizePx, lastBlock, taps }: TrunkSpec): {
  input: SymbolicTensor;
  maps: NamedMap[];
} {
  const trunk = buildTrunk(sizePx, lastBlock);
  const maps = taps.map((layer): NamedMap => {
    const map = trunk.maps.get(layer);
    if (!map) {
      throw new CoreError('config-invalid', `the trunk has no layer ${layer} up to ${lastBlock}`);
    }
    return [layer, map];
  });
  return { input: trunk.input, maps };
}
