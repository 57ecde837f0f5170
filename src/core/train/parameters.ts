// Where each trained variable lies in the one flat float32 array that optimizer, workers
// and checkpoints share. Pure bookkeeping: no tensor in sight.
import { CoreError } from '../errors';

/** A trained variable. */
export interface Parameter {
  readonly name: string;
  readonly shape: readonly number[];
  /** Whether weight decay acts on it: kernels yes, biases and batch normalisation no. */
  readonly decays: boolean;
}

/** A trained variable with its place in the flat array, in elements. */
export interface PlacedParameter extends Parameter {
  readonly offset: number;
  readonly size: number;
}

/** All trained variables, end to end in the order they were given. */
export interface ParameterLayout {
  /** Elements of the flat array. */
  readonly size: number;
  readonly parameters: readonly PlacedParameter[];
}

/**
 * Puts the parameters end to end, without gaps; a scalar (shape `[]`) takes one element.
 * @throws CoreError `config-invalid` for a name given twice or a dimension that is not a
 * positive integer.
 */
export function layOut(parameters: readonly Parameter[]): ParameterLayout {
  const names = new Set<string>();
  let offset = 0;
  const placed = parameters.map((parameter) => {
    const { name, shape } = parameter;
    if (names.has(name)) throw new CoreError('config-invalid', `two parameters named "${name}"`);
    names.add(name);
    if (!shape.every((dimension) => Number.isInteger(dimension) && dimension > 0)) {
      throw new CoreError('config-invalid', `parameter "${name}" has shape [${shape.join(', ')}]`);
    }
    const size = shape.reduce((product, dimension) => product * dimension, 1);
    const at = offset;
    offset += size;
    return { ...parameter, offset: at, size };
  });
  return { size: offset, parameters: placed };
}

/**
 * The part of a flat array that belongs to one parameter: a view, so writing to it
 * writes to `flat`.
 * @throws CoreError `config-invalid` when `flat` ends before the parameter does.
 */
export function viewOf(flat: Float32Array, parameter: PlacedParameter): Float32Array {
  const end = parameter.offset + parameter.size;
  // subarray would hand out a shorter view without a word.
  if (end > flat.length) {
    throw new CoreError(
      'config-invalid',
      `parameter "${parameter.name}" ends at ${end}, the array at ${flat.length}`,
    );
  }
  return flat.subarray(parameter.offset, end);
}
