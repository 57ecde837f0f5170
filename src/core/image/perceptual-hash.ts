// A picture's gist in 242 bits: copies that were scaled, compressed or recoloured a little
// differ in few of them. Brightness from one cell to the next, as the "difference hash"
// does (N. Krawetz, "Kind of like that", 2013), along rows and along columns.
import { resize } from './resize';
import type { RgbImage } from './rgb-image';

/** Words of 32 bits in a hash. */
export const HASH_WORDS = 8;
/** Cells a side; one more along the direction in which neighbours are compared. */
const CELLS = 11;
/** Bits of a hash: each cell against its neighbour to the right and below. */
export const HASH_BITS = 2 * CELLS * CELLS;

/** Uint32 [HASH_WORDS]. */
export function perceptualHash(image: RgbImage): Uint32Array {
  const side = CELLS + 1;
  const { data } = resize(image, side, side, 'area');
  const grey = Float64Array.from(
    { length: side * side },
    (_, i) => 0.299 * data[3 * i] + 0.587 * data[3 * i + 1] + 0.114 * data[3 * i + 2],
  );
  const hash = new Uint32Array(HASH_WORDS);
  let bit = 0;
  const put = (isBrighter: boolean) => {
    if (isBrighter) hash[bit >>> 5] |= 1 << (bit & 31);
    bit++;
  };
  for (let y = 0; y < CELLS; y++) {
    for (let x = 0; x < CELLS; x++) {
      const at = y * side + x;
      put(grey[at + 1] > grey[at]);
      put(grey[at + side] > grey[at]);
    }
  }
  return hash;
}

/**
 * How many bits two hashes differ in, 0 … 242; of arrays of hashes, those that begin at an
 * index. Above `enough` any number that is larger.
 */
export function hashDistance(
  a: Uint32Array,
  b: Uint32Array,
  aFrom = 0,
  bFrom = 0,
  enough = HASH_BITS,
): number {
  let sum = 0;
  for (let i = 0; i < HASH_WORDS && sum <= enough; i++)
    sum += bitCount(a[aFrom + i] ^ b[bFrom + i]);
  return sum;
}

function bitCount(word: number): number {
  let n = word - ((word >>> 1) & 0x55555555);
  n = (n & 0x33333333) + ((n >>> 2) & 0x33333333);
  n = (n + (n >>> 4)) & 0x0f0f0f0f;
  return Math.imul(n, 0x01010101) >>> 24;
}
