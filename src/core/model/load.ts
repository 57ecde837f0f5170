// A checked bundle becomes a network that can be run. Used by the worker and by the CLI,
// after a backend was chosen.
import { io } from '@tensorflow/tfjs-core';
import { loadLayersModel, type LayersModel } from '@tensorflow/tfjs-layers';
import { CoreError } from '../errors';
import type { ModelBundle } from './bundle';

/**
 * Builds the network on the current backend: input float32 [batch, sizePx, sizePx, 3],
 * outputs logits float32 [batch, labels] and, where the card has a gate, its log-odds
 * [batch, 1]. Caller disposes.
 * @throws CoreError `bundle-malformed` if the topology cannot be built, or its input or
 * output does not fit the card.
 */
export async function loadModel(bundle: ModelBundle): Promise<LayersModel> {
  const { card, topology, weights } = bundle;
  const model = await buildNetwork(topology, weights);
  const { sizePx } = card.preprocess;
  const logits = [null, card.labels.length];
  const expected = [
    ['inputs', model.inputs, [[null, sizePx, sizePx, 3]]],
    ['outputs', model.outputs, card.gate ? [logits, [null, 1]] : [logits]],
  ] as const;
  for (const [ends, tensors, wanted] of expected) {
    const shapes = tensors.map(({ shape }) => shape);
    if (JSON.stringify(shapes) !== JSON.stringify(wanted)) {
      model.dispose();
      throw new CoreError(
        'bundle-malformed',
        `the network's ${ends} are ${JSON.stringify(shapes)}, the card wants ${JSON.stringify(wanted)}`,
      );
    }
  }
  return model;
}

async function buildNetwork(
  topology: ModelBundle['topology'],
  weights: ModelBundle['weights'],
): Promise<LayersModel> {
  const artifacts: io.ModelArtifacts = {
    modelTopology: topology,
    weightSpecs: weights.map(({ name, shape }) => ({ name, shape: [...shape], dtype: 'float32' })),
    // One buffer a weight: joining them first would double a model of many megabytes.
    weightData: weights.map(({ values }) => values.slice().buffer),
  };
  try {
    return await loadLayersModel(io.fromMemory(artifacts));
  } catch (error) {
    throw new CoreError('bundle-malformed', `model.json: ${(error as Error).message}`);
  }
}
