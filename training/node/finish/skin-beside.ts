// The skin beside a lesion, cut out of its picture: bare skin as the same camera sees it.
import { largestClearSquare } from '../../../src/core/image/clear-square';
import { resize } from '../../../src/core/image/resize';
import type { RgbImage } from '../../../src/core/image/rgb-image';
import { readOrName } from '../pooled-features';

/** Of the picture's shorter side; a smaller square would be nothing but pixels. */
const LEAST_SIDE = 0.3;
/** A mask ends where its drawer stopped: so much, as a share of the side, is kept away from it. */
const DISTANCE = 0.04;
/** Masks are looked at in this size. */
const GRID = 64;
/** Grey below this is the dark rim of a dermatoscope. */
const DARK = 45;
const MOST_DARK = 0.02;

/**
 * The largest square of the picture without lesion; null where there is none of use, or
 * where picture or mask cannot be read.
 */
export async function readSkinBeside(path: string, maskPath: string): Promise<RgbImage | null> {
  const image = await readOrName(path);
  const mask = image && (await readOrName(maskPath));
  return image && mask && skinBeside(image, mask);
}

/** The same for a picture and its mask, which is white on the lesion. */
export function skinBeside(image: RgbImage, mask: RgbImage): RgbImage | null {
  const { width, height } = image;
  const columns = Math.max(1, Math.round((GRID * width) / Math.min(width, height)));
  const rows = Math.max(1, Math.round((GRID * height) / Math.min(width, height)));
  const small = resize(mask, columns, rows, 'area');
  const reach = Math.ceil(DISTANCE * GRID);
  const covered = new Uint8Array(columns * rows);
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++) {
      if (small.data[3 * (y * columns + x)] === 0) continue;
      for (let v = Math.max(0, y - reach); v <= Math.min(rows - 1, y + reach); v++) {
        covered.fill(
          1,
          v * columns + Math.max(0, x - reach),
          v * columns + Math.min(columns - 1, x + reach) + 1,
        );
      }
    }
  }
  const square = largestClearSquare(covered, columns, rows);
  if (!square || square.side < LEAST_SIDE * GRID) return null;
  const scale = Math.min(width / columns, height / rows);
  const side = Math.floor(square.side * scale);
  const region = {
    left: Math.floor((square.left * width) / columns),
    top: Math.floor((square.top * height) / rows),
    width: side,
    height: side,
  };
  const skin = resize(image, side, side, 'area', region);
  return darkShare(skin) > MOST_DARK ? null : skin;
}

function darkShare({ data }: RgbImage): number {
  let dark = 0;
  for (let at = 0; at < data.length; at += 3) {
    const grey = 0.299 * data[at] + 0.587 * data[at + 1] + 0.114 * data[at + 2];
    if (grey < DARK) dark++;
  }
  return (3 * dark) / data.length;
}
