// Where nothing is: the largest square of a picture that a mask leaves free.
import type { SquareCrop } from './rgb-image';

/**
 * The largest square without a covered pixel, the uppermost and leftmost of equal ones;
 * null where all is covered.
 * @param covered one number a pixel, [height, width] row-major; above 0 is covered.
 */
export function largestClearSquare(
  covered: ArrayLike<number>,
  width: number,
  height: number,
): SquareCrop | null {
  // Side of the largest clear square that ends at each pixel of the row above and this one.
  let above = new Uint32Array(width);
  let best: SquareCrop | null = null;
  for (let y = 0; y < height; y++) {
    const row = new Uint32Array(width);
    for (let x = 0; x < width; x++) {
      if (covered[y * width + x] > 0) continue;
      row[x] = x === 0 ? 1 : 1 + Math.min(above[x], above[x - 1], row[x - 1]);
      if (row[x] > (best?.side ?? 0)) {
        best = { left: x - row[x] + 1, top: y - row[x] + 1, side: row[x] };
      }
    }
    above = row;
  }
  return best;
}
