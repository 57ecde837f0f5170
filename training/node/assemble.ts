// A network and its weights by name → what a bundle stores.
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { setWeights } from '../../src/core/model/lesion-net';
import type { NamedWeight } from '../../src/core/model/weights';

/**
 * Topology and weights of a model, in the model's own order, which is the order stock tfjs
 * looks weights up in. Disposes the model. @throws as `setWeights`.
 */
export function exported(model: LayersModel, weights: ReadonlyMap<string, NamedWeight>) {
  setWeights(model, weights);
  const topology = model.toJSON(null, false) as object;
  const ordered = model.weights.map(({ originalName }) => weights.get(originalName)!);
  model.dispose();
  return { topology, weights: ordered };
}
