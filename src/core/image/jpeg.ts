// What JPEG does to a picture, without the file: for training views and for measuring how
// well a model bears it. Any host gives the same pixels, which no canvas promises.
import type { RgbImage } from './rgb-image';
import { rgbImage } from './rgb-image';

const BLOCK = 8;

// Tables K.1 and K.2 of ITU-T T.81, row by row.
const luminanceTable = [
  16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56,
  14, 17, 22, 29, 51, 87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113,
  92, 49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99,
];
const chrominanceTable = [
  17, 18, 24, 47, 99, 99, 99, 99, 18, 21, 26, 66, 99, 99, 99, 99, 24, 26, 56, 99, 99, 99, 99, 99,
  47, 66, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
  99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
];

// cosines[u · 8 + x]: the orthonormal DCT-II.
const cosines = Float64Array.from({ length: BLOCK * BLOCK }, (_, i) => {
  const u = Math.floor(i / BLOCK);
  const x = i % BLOCK;
  const scale = u === 0 ? Math.sqrt(1 / BLOCK) : Math.sqrt(2 / BLOCK);
  return scale * Math.cos(((2 * x + 1) * u * Math.PI) / (2 * BLOCK));
});

/**
 * The picture as JPEG of `quality` (1 … 100, on libjpeg's scale) gives it back: colours
 * halved in both directions (4:2:0), blocks of 8 × 8 transformed and rounded.
 * @throws RangeError for another quality.
 */
export function throughJpeg(image: RgbImage, quality: number): RgbImage {
  if (!(quality >= 1 && quality <= 100)) throw new RangeError(`JPEG has no quality ${quality}`);
  const { width, height, data } = image;
  const luminance = new Float32Array(width * height);
  const blue = new Float32Array(width * height);
  const red = new Float32Array(width * height);
  // JFIF: full-range BT.601.
  for (let i = 0; i < luminance.length; i++) {
    const [r, g, b] = [data[3 * i], data[3 * i + 1], data[3 * i + 2]];
    luminance[i] = 0.299 * r + 0.587 * g + 0.114 * b;
    blue[i] = (b - luminance[i]) / 1.772;
    red[i] = (r - luminance[i]) / 1.402;
  }
  const y = rounded({ values: luminance, width, height }, steps(luminanceTable, quality), -128);
  const colourSteps = steps(chrominanceTable, quality);
  const cb = doubled(rounded(halved({ values: blue, width, height }), colourSteps, 0));
  const cr = doubled(rounded(halved({ values: red, width, height }), colourSteps, 0));
  const out = new Uint8ClampedArray(data.length);
  for (let row = 0, i = 0; row < height; row++) {
    for (let column = 0; column < width; column++, i++) {
      const at = row * cb.width + column;
      const [b, r] = [cb.values[at], cr.values[at]];
      out[3 * i] = y.values[i] + 1.402 * r;
      out[3 * i + 1] = y.values[i] - 0.344136 * b - 0.714136 * r;
      out[3 * i + 2] = y.values[i] + 1.772 * b;
    }
  }
  return rgbImage(out, width, height);
}

interface Plane {
  readonly values: Float32Array;
  readonly width: number;
  readonly height: number;
}

// libjpeg's `jpeg_quality_scaling`.
function steps(table: readonly number[], quality: number): Float32Array {
  const percent = quality < 50 ? 5000 / quality : 200 - 2 * quality;
  return Float32Array.from(table, (step) =>
    Math.min(255, Math.max(1, Math.floor((step * percent + 50) / 100))),
  );
}

// Means of 2 × 2; an odd last row or column stands for itself.
function halved({ values, width, height }: Plane): Plane {
  const half = { width: Math.ceil(width / 2), height: Math.ceil(height / 2) };
  const out = new Float32Array(half.width * half.height);
  for (let y = 0, to = 0; y < half.height; y++) {
    const [top, bottom] = [2 * y, Math.min(2 * y + 1, height - 1)];
    for (let x = 0; x < half.width; x++, to++) {
      const [left, right] = [2 * x, Math.min(2 * x + 1, width - 1)];
      out[to] =
        (values[top * width + left] +
          values[top * width + right] +
          values[bottom * width + left] +
          values[bottom * width + right]) /
        4;
    }
  }
  return { values: out, ...half };
}

function doubled({ values, width, height }: Plane): Plane {
  const out = new Float32Array(4 * width * height);
  for (let y = 0, to = 0; y < 2 * height; y++) {
    for (let x = 0; x < 2 * width; x++, to++) out[to] = values[(y >> 1) * width + (x >> 1)];
  }
  return { values: out, width: 2 * width, height: 2 * height };
}

// Each block there and back, its coefficients rounded to multiples of `steps`. Blocks that
// reach beyond the edge repeat the last row and column.
function rounded({ values, width, height }: Plane, steps: Float32Array, shift: number): Plane {
  const out = new Float32Array(values.length);
  const block = new Float64Array(BLOCK * BLOCK);
  const half = new Float64Array(BLOCK * BLOCK);
  for (let top = 0; top < height; top += BLOCK) {
    for (let left = 0; left < width; left += BLOCK) {
      for (let y = 0, at = 0; y < BLOCK; y++) {
        const row = Math.min(top + y, height - 1) * width;
        for (let x = 0; x < BLOCK; x++, at++) {
          block[at] = values[row + Math.min(left + x, width - 1)] + shift;
        }
      }
      transform(block, half, false);
      for (let i = 0; i < block.length; i++) block[i] = Math.round(block[i] / steps[i]) * steps[i];
      transform(block, half, true);
      for (let y = 0; y < Math.min(BLOCK, height - top); y++) {
        for (let x = 0; x < Math.min(BLOCK, width - left); x++) {
          out[(top + y) * width + left + x] = block[y * BLOCK + x] - shift;
        }
      }
    }
  }
  return { values: out, width, height };
}

// block ← C · block · Cᵀ, or with `back` Cᵀ · block · C.
function transform(block: Float64Array, half: Float64Array, back: boolean): void {
  const stepOut = back ? 1 : BLOCK;
  const stepIn = back ? BLOCK : 1;
  for (let u = 0; u < BLOCK; u++) {
    for (let x = 0; x < BLOCK; x++) {
      let sum = 0;
      for (let y = 0; y < BLOCK; y++) {
        sum += cosines[u * stepOut + y * stepIn] * block[y * BLOCK + x];
      }
      half[u * BLOCK + x] = sum;
    }
  }
  for (let u = 0; u < BLOCK; u++) {
    for (let w = 0; w < BLOCK; w++) {
      let sum = 0;
      for (let x = 0; x < BLOCK; x++) {
        sum += half[u * BLOCK + x] * cosines[w * stepOut + x * stepIn];
      }
      block[u * BLOCK + w] = sum;
    }
  }
}
