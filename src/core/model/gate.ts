// The gate: a second output beside the logits that says whether a picture shows a skin spot
// at all. It looks at what the classifier's own trunk gives, so it costs next to nothing.
// The networks built here share the layers of the one they are built from, and tfjs counts
// no owners: dispose the largest of them, once, and no other.
import * as tfl from '@tensorflow/tfjs-layers';
import type { LayersModel, SymbolicTensor } from '@tensorflow/tfjs-layers';
import { tensor1d, tensor2d, tidy } from '@tensorflow/tfjs-core';
import { CoreError } from '../errors';
import type { LinearModel } from '../train/logistic';

const LAYER = 'lesion_gate';

/**
 * The network up to what the gate looks at: the input of its first dense layer, float32
 * [batch, features]. Shares its layers; not to be disposed.
 * @throws CoreError `bundle-malformed` for a network without a dense layer.
 */
export function buildGateFeatures(model: LayersModel): LayersModel {
  return tfl.model({ inputs: model.inputs, outputs: featuresOf(model) });
}

/**
 * The network with the gate as its second output, log-odds [batch, 1], in place of one it
 * may have. Shares its layers and adds one; caller disposes it instead of `model`.
 */
export function withGate(model: LayersModel, { weights, bias }: LinearModel): LayersModel {
  const dense = tfl.layers.dense({ units: 1, name: LAYER });
  const gate = dense.apply(featuresOf(model)) as SymbolicTensor;
  tidy(() => dense.setWeights([tensor2d(weights, [weights.length, 1]), tensor1d([bias])]));
  return tfl.model({ inputs: model.inputs, outputs: [model.outputs[0], gate], name: model.name });
}

/** The network without a gate, whether it has one or not. Shares its layers; not to be disposed. */
export function withoutGate(model: LayersModel): LayersModel {
  return tfl.model({ inputs: model.inputs, outputs: model.outputs[0], name: model.name });
}

function featuresOf(model: LayersModel): SymbolicTensor {
  const dense = model.layers.find((layer) => layer.getClassName() === 'Dense');
  if (!dense) throw new CoreError('bundle-malformed', 'the network has no dense layer');
  return dense.input as SymbolicTensor;
}
