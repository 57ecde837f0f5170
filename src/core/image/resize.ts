// Resampling that gives the same bytes on every host. Browser canvases each scale in
// their own way and tfjs's resizeBilinear does not antialias (an 896→224 line pattern
// of mean 0.25 comes out all 0 or all 1), so neither can feed a model.
import { CoreError } from '../errors';
import { rgbImage, type RgbImage } from './rgb-image';

/** A rectangle in source pixels; may lie at fractional positions. */
export interface Region {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** How pixels are resampled: `area` antialiases (ours), `pil-nearest` is Keras's default. */
export type ResizeRule = 'area' | 'pil-nearest';

/**
 * Resizes a region (the whole picture by default) to `width`×`height`.
 * @throws CoreError `image-invalid` for a region outside the picture or an empty target.
 */
export function resize(
  image: RgbImage,
  width: number,
  height: number,
  rule: ResizeRule,
  region: Region = { left: 0, top: 0, width: image.width, height: image.height },
): RgbImage {
  assertInside(image, region);
  if (!(width >= 1 && height >= 1)) {
    throw new CoreError('image-invalid', `cannot resize to ${width}×${height}`);
  }
  switch (rule) {
    case 'area':
      return resizeArea(image, width, height, region);
    case 'pil-nearest':
      return resizeNearest(image, width, height, region);
  }
}

/** The weights with which source pixels make up one target pixel along one axis. */
interface Tap {
  readonly first: number;
  readonly weights: Float64Array;
}

// Two passes, rows then columns, in float64 with one rounding at the end.
function resizeArea(image: RgbImage, width: number, height: number, region: Region): RgbImage {
  const columns = axisTaps(region.left, region.width, width, image.width);
  const rows = axisTaps(region.top, region.height, height, image.height);
  const firstRow = rows[0].first;
  const lastRow = rows[height - 1].first + rows[height - 1].weights.length;
  const narrow = new Float64Array((lastRow - firstRow) * width * 3);
  for (let y = firstRow; y < lastRow; y++) {
    for (let x = 0; x < width; x++) {
      const { first, weights } = columns[x];
      let red = 0;
      let green = 0;
      let blue = 0;
      for (let k = 0, at = (y * image.width + first) * 3; k < weights.length; k++, at += 3) {
        red += weights[k] * image.data[at];
        green += weights[k] * image.data[at + 1];
        blue += weights[k] * image.data[at + 2];
      }
      const to = ((y - firstRow) * width + x) * 3;
      narrow[to] = red;
      narrow[to + 1] = green;
      narrow[to + 2] = blue;
    }
  }
  const data = new Uint8ClampedArray(width * height * 3);
  const rowLength = width * 3;
  for (let y = 0; y < height; y++) {
    const { first, weights } = rows[y];
    for (let x = 0; x < rowLength; x++) {
      let sum = 0;
      for (let k = 0, at = (first - firstRow) * rowLength + x; k < weights.length; k++) {
        sum += weights[k] * narrow[at];
        at += rowLength;
      }
      data[y * rowLength + x] = sum;
    }
  }
  return rgbImage(data, width, height);
}

// Shrinking: each target pixel is the exact mean of the source area it covers.
// Growing: linear between pixel centres, edges clamped. This is what OpenCV's
// INTER_AREA does, and it keeps the mean brightness when shrinking.
function axisTaps(start: number, length: number, target: number, limit: number): Tap[] {
  const scale = length / target;
  return Array.from({ length: target }, (_, i) =>
    scale >= 1
      ? coverage(start + i * scale, start + (i + 1) * scale, limit)
      : linear(start + (i + 0.5) * scale - 0.5, limit),
  );
}

function coverage(from: number, to: number, limit: number): Tap {
  const first = Math.min(Math.floor(from), limit - 1);
  const last = Math.min(Math.max(Math.ceil(to), first + 1), limit);
  const weights = new Float64Array(last - first);
  let sum = 0;
  for (let k = 0; k < weights.length; k++) {
    weights[k] = Math.max(0, Math.min(to, first + k + 1) - Math.max(from, first + k));
    sum += weights[k];
  }
  for (let k = 0; k < weights.length; k++) weights[k] /= sum;
  return { first, weights };
}

function linear(centre: number, limit: number): Tap {
  const at = Math.min(Math.max(centre, 0), limit - 1);
  const first = Math.min(Math.floor(at), limit - 1);
  const share = at - first;
  if (share === 0 || first + 1 >= limit) return { first, weights: Float64Array.of(1) };
  return { first, weights: Float64Array.of(1 - share, share) };
}

// Pillow's NEAREST (Keras's flow_from_directory): the source position is accumulated
// in double precision, not computed per pixel; on ties the two differ (4.9 % of the
// pixels at 640×480 → 500×500).
function resizeNearest(image: RgbImage, width: number, height: number, region: Region): RgbImage {
  const columns = nearestIndices(region.left, region.width, width, image.width);
  const rows = nearestIndices(region.top, region.height, height, image.height);
  const data = new Uint8ClampedArray(width * height * 3);
  for (let y = 0, to = 0; y < height; y++) {
    for (let x = 0; x < width; x++, to += 3) {
      const from = (rows[y] * image.width + columns[x]) * 3;
      data[to] = image.data[from];
      data[to + 1] = image.data[from + 1];
      data[to + 2] = image.data[from + 2];
    }
  }
  return rgbImage(data, width, height);
}

/** Pillow's accumulated nearest indices along one axis. */
export function nearestIndices(
  start: number,
  length: number,
  target: number,
  limit: number,
): Int32Array {
  const scale = length / target;
  const indices = new Int32Array(target);
  let position = start + scale * 0.5;
  for (let i = 0; i < target; i++, position += scale) {
    indices[i] = Math.min(Math.max(Math.floor(position), 0), limit - 1);
  }
  return indices;
}

function assertInside(image: RgbImage, { left, top, width, height }: Region): void {
  // Crops come from fractions of a drag, so a hair of rounding is forgiven.
  const slack = 1e-6;
  const inside =
    width > 0 &&
    height > 0 &&
    left >= -slack &&
    top >= -slack &&
    left + width <= image.width + slack &&
    top + height <= image.height + slack;
  if (!inside) {
    throw new CoreError(
      'image-invalid',
      `region ${left},${top} ${width}×${height} is not inside ${image.width}×${image.height}`,
    );
  }
}
