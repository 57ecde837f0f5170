// The one pixel type of the project. Every decoder ends here and every model input
// starts here; there is no second path.
import { CoreError } from '../errors';

/** 8-bit sRGB pixels, rows top to bottom, 3 bytes a pixel (R, G, B), upright. */
export interface RgbImage {
  readonly data: Uint8ClampedArray<ArrayBuffer>;
  readonly width: number;
  readonly height: number;
}

/** A square in pixels of an `RgbImage`; may lie at fractional positions. */
export interface SquareCrop {
  readonly left: number;
  readonly top: number;
  readonly side: number;
}

/** Wraps pixels. @throws CoreError `image-invalid` if sizes and data do not agree. */
export function rgbImage(
  data: Uint8ClampedArray<ArrayBuffer>,
  width: number,
  height: number,
): RgbImage {
  if (!Number.isInteger(width) || !Number.isInteger(height) || width < 1 || height < 1) {
    throw new CoreError('image-invalid', `image size ${width}×${height} is not a positive integer`);
  }
  if (data.length !== width * height * 3) {
    throw new CoreError(
      'image-invalid',
      `${width}×${height} RGB needs ${width * height * 3} bytes, got ${data.length}`,
    );
  }
  return { data, width, height };
}

/**
 * Drops the alpha channel of RGBA pixels, laying half-transparent ones over white,
 * as a browser page would.
 */
export function rgbFromRgba(
  rgba: Uint8ClampedArray | Uint8Array,
  width: number,
  height: number,
): RgbImage {
  const data = new Uint8ClampedArray(width * height * 3);
  for (let from = 0, to = 0; to < data.length; from += 4, to += 3) {
    const alpha = rgba[from + 3] / 255;
    for (let channel = 0; channel < 3; channel++) {
      data[to + channel] = rgba[from + channel] * alpha + 255 * (1 - alpha);
    }
  }
  return rgbImage(data, width, height);
}

/** Adds an opaque alpha channel, for canvases. */
export function rgbaFromRgb(image: RgbImage): Uint8ClampedArray<ArrayBuffer> {
  const rgba = new Uint8ClampedArray(image.width * image.height * 4);
  for (let from = 0, to = 0; from < image.data.length; from += 3, to += 4) {
    rgba[to] = image.data[from];
    rgba[to + 1] = image.data[from + 1];
    rgba[to + 2] = image.data[from + 2];
    rgba[to + 3] = 255;
  }
  return rgba;
}

/** The largest square around the middle. */
export function centreSquare(image: { width: number; height: number }): SquareCrop {
  const side = Math.min(image.width, image.height);
  return { left: (image.width - side) / 2, top: (image.height - side) / 2, side };
}
