// Weight storage: float32 in memory, float16 or uint8 on disk, in the form that stock
// `tf.loadLayersModel` reads back by itself.
import { Float16Array } from '@petamoriken/float16';
import { CoreError } from '../errors';

/** How a weight is stored. */
export type StoredDtype = 'float32' | 'float16' | 'uint8';

/** One named weight, float32, row-major. */
export interface NamedWeight {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** An entry of tfjs's weights manifest. */
export interface WeightSpec {
  readonly name: string;
  readonly shape: number[];
  readonly dtype: 'float32';
  readonly quantization?:
    | { readonly dtype: 'float16' }
    | { readonly dtype: 'uint8'; readonly scale: number; readonly min: number };
}

const bytesPer: Record<StoredDtype, number> = { float32: 4, float16: 2, uint8: 1 };

/**
 * Stores one weight. Biases and other vectors stay float32 under `uint8`: they are small
 * and the loss would be large.
 * @throws CoreError `bundle-non-finite` naming the weight, also when float16 overflows.
 */
export function encodeWeight(
  weight: NamedWeight,
  stored: StoredDtype,
): { spec: WeightSpec; bytes: Uint8Array } {
  assertFinite(weight.name, weight.values);
  const { name, values } = weight;
  const base: WeightSpec = { name, shape: [...weight.shape], dtype: 'float32' };
  const effective = stored === 'uint8' && weight.shape.length < 2 ? 'float32' : stored;
  switch (effective) {
    case 'float32':
      return { spec: base, bytes: bytesOf(values.slice()) };
    case 'float16': {
      const half = new Float16Array(values);
      assertFinite(name, Float32Array.from(half));
      return {
        spec: { ...base, quantization: { dtype: 'float16' } },
        bytes: new Uint8Array(half.buffer),
      };
    }
    case 'uint8': {
      const min = values.reduce((low, value) => Math.min(low, value), Infinity);
      const max = values.reduce((high, value) => Math.max(high, value), -Infinity);
      // A constant weight would divide by zero.
      const scale = (max - min) / 255 || 1;
      const bytes = Uint8Array.from(values, (value) => Math.round((value - min) / scale));
      return { spec: { ...base, quantization: { dtype: 'uint8', scale, min } }, bytes };
    }
  }
}

/**
 * Reads weights back as float32, as tfjs does.
 * @throws CoreError `bundle-truncated` if bytes are missing, `bundle-altered` if some are left over,
 * `bundle-non-finite` naming the first weight with NaN or infinity.
 */
export function decodeWeights(specs: readonly WeightSpec[], data: Uint8Array): NamedWeight[] {
  let offset = 0;
  const weights = specs.map((spec) => {
    const length = spec.shape.reduce((product, side) => product * side, 1);
    const stored = spec.quantization?.dtype ?? 'float32';
    const size = length * bytesPer[stored];
    if (offset + size > data.length) {
      throw new CoreError(
        'bundle-truncated',
        `weight ${spec.name} needs ${size} bytes at ${offset}, the file ends at ${data.length}`,
      );
    }
    // A copy, because a view of a typed array must be aligned. Not `slice`: on a Node
    // Buffer that is a view too.
    const bytes = new Uint8Array(data.subarray(offset, offset + size));
    offset += size;
    const values = decode(spec, bytes);
    assertFinite(spec.name, values);
    return { name: spec.name, shape: spec.shape, values };
  });
  if (offset !== data.length) {
    throw new CoreError(
      'bundle-altered',
      `${data.length - offset} bytes of weights belong to no layer`,
    );
  }
  return weights;
}

function decode(spec: WeightSpec, bytes: Uint8Array<ArrayBuffer>): Float32Array {
  const { quantization } = spec;
  if (!quantization) return new Float32Array(bytes.buffer);
  if (quantization.dtype === 'float16') return Float32Array.from(new Float16Array(bytes.buffer));
  const { scale, min } = quantization;
  return Float32Array.from(bytes, (value) => value * scale + min);
}

function assertFinite(name: string, values: Float32Array): void {
  const at = values.findIndex((value) => !Number.isFinite(value));
  if (at >= 0) {
    throw new CoreError('bundle-non-finite', `weight ${name} holds ${values[at]} at ${at}`);
  }
}

function bytesOf(values: Float32Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}
