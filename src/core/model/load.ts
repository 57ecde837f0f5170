// A checked bundle becomes a network that can be run. Used by the worker and by the CLI,
// after a backend was chosen.
import { io } from '@tensorflow/tfjs-core';
import { loadLayersModel, type LayersModel } from '@tensorflow/tfjs-layers';
import { CoreError } from '../errors';
import type { ModelBundle } from './bundle';

/**
 * Builds the network on the current backend: input float32 [batch, sizePx, sizePx, 3],
 * output logits float32 [batch, labels]. Caller disposes.
 * @throws CoreError `bundle-malformed` if the topology cannot be built, or its input or
 * output does not fit the card.
 */
export async function loadModel(bundle: ModelBundle): Promise<LayersModel> {
  const { card, topology, weights } = bundle;
  const model = await buildNetwork(topology, weights);
  const { sizePx } = card.preprocess;
  const expected = [
    ['input', model.inputs[0].shape, [null, sizePx, sizePx, 3]],
    ['output', model.outputs[0].shape, [null, card.labels.length]],
  ] as const;
  for (const [end, shape, wanted] of expected) {
    if (JSON.stringify(shape) !== JSON.stringify(wanted)) {
      model.dispose();
      throw new CoreError(
        'bundle-malformed',
        `the network's ${end} is ${JSON.stringify(shape)}, the card wants ${JSON.stringify(wanted)}`,
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
