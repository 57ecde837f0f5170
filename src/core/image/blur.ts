// Gaussian blur, as of a hand that moves or a lens out of focus.
import type { RgbImage } from './rgb-image';
import { rgbImage } from './rgb-image';

/**
 * The picture blurred with standard deviation `sigmaPx`; the edge is repeated beyond
 * itself. 0 leaves it as it is.
 * @throws RangeError for a negative or endless one.
 */
export function blurImage(image: RgbImage, sigmaPx: number): RgbImage {
  if (!(sigmaPx >= 0 && sigmaPx < Infinity)) throw new RangeError(`no blur of ${sigmaPx} px`);
  if (sigmaPx === 0) return image;
  const { width, height } = image;
  const kernel = gaussian(sigmaPx);
  const across = new Float32Array(image.data.length);
  const data = new Uint8ClampedArray(image.data.length);
  spread(image.data, across, kernel, { lines: height, line: 3 * width, length: width, step: 3 });
  spread(across, data, kernel, { lines: width, line: 3, length: height, step: 3 * width });
  return rgbImage(data, width, height);
}

/** Half of the kernel, its middle first; both halves together add up to 1. */
function gaussian(sigma: number): Float64Array {
  const half = Float64Array.from({ length: Math.ceil(3 * sigma) + 1 }, (_, i) =>
    Math.exp((-i * i) / (2 * sigma * sigma)),
  );
  const total = half.reduce((sum, weight, i) => sum + (i === 0 ? weight : 2 * weight), 0);
  return half.map((weight) => weight / total);
}

/** `lines` lines, `line` apart, of `length` pixels that are `step` apart. */
interface Lines {
  readonly lines: number;
  readonly line: number;
  readonly length: number;
  readonly step: number;
}

function spread(
  from: Uint8ClampedArray | Float32Array,
  to: Uint8ClampedArray | Float32Array,
  kernel: Float64Array,
  { lines, line, length, step }: Lines,
): void {
  const last = (length - 1) * step;
  for (let l = 0; l < lines; l++) {
    for (let c = 0; c < 3; c++) {
      const start = l * line + c;
      for (let at = 0; at <= last; at += step) {
        let sum = kernel[0] * from[start + at];
        for (let k = 1; k < kernel.length; k++) {
          const reach = k * step;
          const before = at - reach < 0 ? 0 : at - reach;
          const after = at + reach > last ? last : at + reach;
          sum += kernel[k] * (from[start + before] + from[start + after]);
        }
        to[start + at] = sum;
      }
    }
  }
}
