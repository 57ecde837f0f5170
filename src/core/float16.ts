// Half-precision numbers as they lie on disk and in a tab's private files, little-endian as
// every host is.
import { Float16Array } from '@petamoriken/float16';

/** The float32 of every one of the 65,536 halves: a look-up is as fast as a copy. */
let table: Float32Array | null = null;

/**
 * Writes halves (2 bytes each) into `target`, as float32.
 * @throws RangeError if the sizes do not agree.
 */
export function readHalves(bytes: Uint8Array, target: Float32Array): void {
  if (bytes.length !== 2 * target.length) {
    throw new RangeError(`${bytes.length} bytes for ${target.length} numbers`);
  }
  table ??= Float32Array.from(
    new Float16Array(Uint16Array.from({ length: 65_536 }, (_, bits) => bits).buffer),
  );
  // A view of 16-bit numbers must lie at an even offset.
  const halves =
    bytes.byteOffset % 2 === 0
      ? new Uint16Array(bytes.buffer, bytes.byteOffset, target.length)
      : new Uint16Array(bytes.slice().buffer);
  for (let i = 0; i < target.length; i++) target[i] = table[halves[i]];
}

/**
 * Numbers as halves, 2 bytes each, rounded to nearest.
 * @throws RangeError naming the first that is not finite as a half (beyond ±65,504).
 */
export function writeHalves(values: Float32Array): Uint8Array<ArrayBuffer> {
  const halves = new Float16Array(values);
  const bits = new Uint16Array(halves.buffer);
  const at = bits.findIndex((half) => (half & 0x7c00) === 0x7c00);
  if (at >= 0) throw new RangeError(`${values[at]} at ${at} has no finite half`);
  return new Uint8Array(bits.buffer);
}
