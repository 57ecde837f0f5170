// A network and its weights by name → what a bundle stores.
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { setWeights } from './lesion-net';
import type { NamedWeight } from './weights';

/** A network as it is exported: topology, and its weights in order. */
export interface ExportedNetwork {
  readonly topology: object;
  readonly weights: readonly NamedWeight[];
}

/**
 * Topology and weights of a model, in the model's own order, which is the order stock tfjs
 * looks weights up in. Disposes the model. @throws as `setWeights`.
 */
export function exported(
  model: LayersModel,
  weights: ReadonlyMap<string, NamedWeight>,
): ExportedNetwork {
  setWeights(model, weights);
  const topology = model.toJSON(null, false) as object;
  const ordered = model.weights.map(({ originalName }) => weights.get(originalName)!);
  model.dispose();
  return { topology, weights: ordered };
}
