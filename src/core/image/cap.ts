// The largest picture that is kept. Every decoder, in the tab and in Node, caps with this
// file, so that the same photo gives the same pixels on both.
import { resize } from './resize';
import { rgbImage, type RgbImage } from './rgb-image';

/** Longest side of a decoded picture. A model sees 224 px; this leaves room to crop. */
export const MAX_DECODED_SIDE_PX = 2048;

/**
 * Rows resized at a time. The resampler holds its source rows as float64, which for a
 * whole 12 MP photo would be 150 MB, too much for a phone.
 */
const BAND_ROWS = 64;

/** Shrinks so that the long side is at most `MAX_DECODED_SIDE_PX`; smaller ones pass untouched. */
export function capLongSide(image: RgbImage): RgbImage {
  const longSide = Math.max(image.width, image.height);
  if (longSide <= MAX_DECODED_SIDE_PX) return image;
  const scale = MAX_DECODED_SIDE_PX / longSide;
  const width = Math.max(1, Math.round(image.width * scale));
  const height = Math.max(1, Math.round(image.height * scale));
  const rowScale = image.height / height;
  const data = new Uint8ClampedArray(width * height * 3);
  for (let row = 0; row < height; row += BAND_ROWS) {
    const rows = Math.min(BAND_ROWS, height - row);
    const band = resize(image, width, rows, 'area', {
      left: 0,
      top: row * rowScale,
      width: image.width,
      height: rows * rowScale,
    });
    data.set(band.data, row * width * 3);
  }
  return rgbImage(data, width, height);
}
