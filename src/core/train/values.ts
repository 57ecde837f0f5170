// All numbers a run changes, in one flat array: trained weights, then the moving
// statistics of normalisation layers. Callbacks see the whole, so that best and averaged
// weights never lose the statistics that belong to them.
import { CoreError } from '../errors';
import type { NamedWeight } from '../model/weights';
import { seededRandom } from '../random';
import type { Network } from './networks/network';
import { layOut, viewOf } from './parameters';
import { initialMoving, layOutNorms } from './replicas/moments';

export interface RunValues {
  readonly all: Float32Array;
  /** View of the trained ones. */
  readonly weights: Float32Array;
  /** View of moving means and variances. */
  readonly moving: Float32Array;
}

/**
 * Start values. `known`: weights and moving statistics to start from by name, e.g. of a
 * pretrained backbone; the rest is drawn.
 * @throws CoreError `config-invalid` for a known weight of another size.
 */
export function initialValues(
  network: Network,
  seed: number,
  known: ReadonlyMap<string, Float32Array> = new Map(),
  allocate: (floats: number) => Float32Array = (floats) => new Float32Array(floats),
): RunValues {
  const { parameters, size } = layOut(network.parameters);
  const statistics = initialMoving(network);
  const all = allocate(size + statistics.length);
  const weights = all.subarray(0, size);
  const moving = all.subarray(size);
  moving.set(statistics);
  for (const { layer, channels, offset } of layOutNorms(network).norms) {
    moving.set(known.get(`${layer}/moving_mean`) ?? [], offset);
    moving.set(known.get(`${layer}/moving_variance`) ?? [], offset + channels);
  }
  for (const parameter of parameters) {
    // A stream for each, so that a changed layer leaves the others' start as it was.
    const drawn = () => network.initial(parameter, seededRandom(seed, 'weights', parameter.name));
    const start = known.get(parameter.name) ?? drawn();
    if (start.length !== parameter.size) {
      throw new CoreError(
        'config-invalid',
        `"${parameter.name}" has ${parameter.size} values, what it is to start from ${start.length}`,
      );
    }
    viewOf(weights, parameter).set(start);
  }
  return { all, weights, moving };
}

/** All values by name: parameters, and `<layer>/moving_mean` and `…_variance`. */
export function namedValues(network: Network, { weights, moving }: RunValues): NamedWeight[] {
  const named = layOut(network.parameters).parameters.map((parameter): NamedWeight => ({
    name: parameter.name,
    shape: parameter.shape,
    values: viewOf(weights, parameter).slice(),
  }));
  for (const { layer, channels, offset } of layOutNorms(network).norms) {
    ['mean', 'variance'].forEach((what, i) => {
      const from = offset + i * channels;
      const values = moving.slice(from, from + channels);
      named.push({ name: `${layer}/moving_${what}`, shape: [channels], values });
    });
  }
  return named;
}
