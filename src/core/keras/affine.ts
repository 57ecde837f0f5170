// Keras's affine change of a picture: one matrix from output to input places, bilinear
// interpolation, and a rule for places outside (keras-preprocessing 1.1.2 and tf-keras,
// `affine_transformations.py`; interpolation as SciPy's `ndimage.affine_transform`, order 1).
import { rgbImage, type RgbImage } from '../image/rgb-image';

/** What is done to a picture, in Keras's own terms and order. */
export interface AffineParameters {
  /** Degrees. */
  readonly theta: number;
  /** Pixels along rows (`1.1.2`) or columns (`master`); positive moves the content back. */
  readonly tx: number;
  readonly ty: number;
  /** Degrees. */
  readonly shear: number;
  /** Above 1 the content shrinks. */
  readonly zx: number;
  readonly zy: number;
}

/**
 * Keras changed its mind. `1.1.2` (up to TensorFlow 2.5, the paper's time): centre at
 * n/2 + ½, tx acts on rows. `master` (Keras from 2.6 on): centre at n/2 − ½, axes swapped.
 */
export type KerasConvention = '1.1.2' | 'master';

/** What stands outside: the edge, one value, the mirrored picture, or the picture again. */
export type FillMode = 'nearest' | 'constant' | 'reflect' | 'wrap';

/** Rows of [m00, m01, m02; m10, m11, m12]: (row, column) of the output to those of the input. */
export type AffineMatrix = readonly [number, number, number, number, number, number];

/** M = C · R(θ) · T · Shear · Z · C⁻¹, with C to the centre; `master` swaps its axes. */
export function affineMatrix(
  { theta, tx, ty, shear, zx, zy }: AffineParameters,
  { width, height }: { readonly width: number; readonly height: number },
  convention: KerasConvention,
): AffineMatrix {
  const [t, s] = [theta, shear].map((degrees) => (degrees * Math.PI) / 180);
  const parts: AffineMatrix[] = [
    [Math.cos(t), -Math.sin(t), 0, Math.sin(t), Math.cos(t), 0],
    [1, 0, tx, 0, 1, ty],
    [1, -Math.sin(s), 0, 0, Math.cos(s), 0],
    [zx, 0, 0, 0, zy, 0],
  ];
  const [m00, m01, m02, m10, m11, m12] = parts.reduce(times);
  const isOld = convention === '1.1.2';
  const half = isOld ? 0.5 : -0.5;
  const row = height / 2 + half;
  const column = width / 2 + half;
  const toRow = m02 + row - m00 * row - m01 * column;
  const toColumn = m12 + column - m10 * row - m11 * column;
  // Swapped only now: the centres of a picture that is not square get mixed up, as there.
  return isOld ? [m00, m01, toRow, m10, m11, toColumn] : [m11, m10, toColumn, m01, m00, toRow];
}

/**
 * One channel through the matrix: float values [height, width], row-major.
 * @param fill what `constant` puts outside.
 */
export function transformChannel(
  values: ArrayLike<number>,
  size: { readonly width: number; readonly height: number },
  matrix: AffineMatrix,
  mode: FillMode,
  fill = 0,
): Float64Array {
  const out = new Float64Array(size.width * size.height);
  transform(values, 1, size, matrix, mode, fill, out);
  return out;
}

/** A picture through the matrix, rounded to whole levels as all our pictures are. */
export function transformImage(
  image: RgbImage,
  matrix: AffineMatrix,
  mode: FillMode,
  fill = 0,
): RgbImage {
  const data = new Uint8ClampedArray(image.data.length);
  transform(image.data, 3, image, matrix, mode, fill, data);
  return rgbImage(data, image.width, image.height);
}

// Values [height, width, channels] → out. All channels at once: where a pixel comes from
// takes longer to say than what it is, and every picture of every epoch goes through here.
function transform(
  values: ArrayLike<number>,
  channels: number,
  { width, height }: { readonly width: number; readonly height: number },
  [m00, m01, m02, m10, m11, m12]: AffineMatrix,
  mode: FillMode,
  fill: number,
  out: Float64Array | Uint8ClampedArray,
): void {
  for (let row = 0, to = 0; row < height; row++) {
    for (let column = 0; column < width; column++, to += channels) {
      const y = placed(m00 * row + m01 * column + m02, height, mode);
      const x = placed(m10 * row + m11 * column + m12, width, mode);
      if (Number.isNaN(y) || Number.isNaN(x)) {
        out.fill(fill, to, to + channels);
        continue;
      }
      const top = Math.floor(y);
      const left = Math.floor(x);
      const [v, u] = [y - top, x - left];
      const upper = inside(top, height, mode) * width;
      const lower = inside(top + 1, height, mode) * width;
      const first = inside(left, width, mode);
      const second = inside(left + 1, width, mode);
      const a = channels * (upper + first);
      const b = channels * (upper + second);
      const c = channels * (lower + first);
      const d = channels * (lower + second);
      for (let k = 0; k < channels; k++) {
        out[to + k] =
          (1 - v) * ((1 - u) * values[a + k] + u * values[b + k]) +
          v * ((1 - u) * values[c + k] + u * values[d + k]);
      }
    }
  }
}

// The product of two affine matrices.
function times(p: AffineMatrix, q: AffineMatrix): AffineMatrix {
  return [
    p[0] * q[0] + p[1] * q[3],
    p[0] * q[1] + p[1] * q[4],
    p[0] * q[2] + p[1] * q[5] + p[2],
    p[3] * q[0] + p[4] * q[3],
    p[3] * q[1] + p[4] * q[4],
    p[3] * q[2] + p[4] * q[5] + p[5],
  ];
}

/** Where a place is looked up; NaN: nowhere, it gets the fill. */
function placed(place: number, size: number, mode: FillMode): number {
  switch (mode) {
    case 'nearest':
      return Math.min(Math.max(place, 0), size - 1);
    case 'constant':
      return place < 0 || place > size - 1 ? NaN : place;
    case 'reflect':
      return place;
    case 'wrap': {
      // SciPy's period is one less than the size: first and last pixel fall together.
      const period = size - 1;
      if (place >= 0 && place <= period) return place;
      return period === 0 ? 0 : place - period * Math.floor(place / period);
    }
  }
}

/** Which pixel stands at a whole place that may lie outside. */
function inside(index: number, size: number, mode: FillMode): number {
  if (index >= 0 && index < size) return index;
  if (mode === 'reflect') {
    const period = 2 * size;
    const within = ((index % period) + period) % period;
    return within < size ? within : period - 1 - within;
  }
  // The neighbour beyond the last pixel has no weight.
  return Math.min(Math.max(index, 0), size - 1);
}
