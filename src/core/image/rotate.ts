// A picture turned about its middle by any angle.
import { rgbImage, type RgbImage } from './rgb-image';

/**
 * The picture turned clockwise, in a frame of the same size: bilinear, and where the frame
 * shows what was outside, the nearest edge is repeated. `degrees`: any finite number; 0
 * leaves it as it is.
 */
export function rotateImage(image: RgbImage, degrees: number): RgbImage {
  if (degrees % 360 === 0) return image;
  const { width, height, data } = image;
  const angle = (degrees * Math.PI) / 180;
  const cos = Math.cos(angle);
  const sin = Math.sin(angle);
  const middleX = (width - 1) / 2;
  const middleY = (height - 1) / 2;
  const out = new Uint8ClampedArray(data.length);
  for (let y = 0, to = 0; y < height; y++) {
    for (let x = 0; x < width; x++, to += 3) {
      const u = within(middleX + cos * (x - middleX) + sin * (y - middleY), width);
      const w = within(middleY - sin * (x - middleX) + cos * (y - middleY), height);
      const left = Math.floor(u);
      const top = Math.floor(w);
      const right = Math.min(left + 1, width - 1);
      const bottom = Math.min(top + 1, height - 1);
      const across = u - left;
      const down = w - top;
      // Plain sums: this runs on every picture of every epoch.
      const upperLeft = 3 * (top * width + left);
      const upperRight = 3 * (top * width + right);
      const lowerLeft = 3 * (bottom * width + left);
      const lowerRight = 3 * (bottom * width + right);
      for (let c = 0; c < 3; c++) {
        const upper = data[upperLeft + c] * (1 - across) + data[upperRight + c] * across;
        const lower = data[lowerLeft + c] * (1 - across) + data[lowerRight + c] * across;
        out[to + c] = upper * (1 - down) + lower * down;
      }
    }
  }
  return rgbImage(out, width, height);
}

function within(value: number, size: number): number {
  return Math.min(Math.max(value, 0), size - 1);
}
