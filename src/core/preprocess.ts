// From a picture to a model input. Training, the tab, the worker and Node all call
// this file: there must be no second way to make an input.
import * as v from 'valibot';
import { resize } from './image/resize';
import { centreSquare, type RgbImage, type SquareCrop } from './image/rgb-image';

/** How a model wants its pictures; stored in the model's card and never guessed. */
export const preprocessSpecSchema = v.strictObject({
  /** Side of the square input, pixels. */
  sizePx: v.pipe(v.number(), v.integer(), v.minValue(8), v.maxValue(1024)),
  /** Resampling rule. */
  resize: v.picklist(['area', 'pil-nearest']),
  /** What byte 0 and byte 255 become. */
  range: v.strictTuple([v.number(), v.number()]),
  /** Which part is used when nobody chose one: the middle square, or the whole, squashed. */
  crop: v.picklist(['centre-square', 'squash']),
});
export type PreprocessSpec = Readonly<v.InferOutput<typeof preprocessSpecSchema>>;

/** Crops (the spec's rule unless a square is given) and resizes to the model's input size. */
export function cropToInput(image: RgbImage, spec: PreprocessSpec, crop?: SquareCrop): RgbImage {
  const { sizePx } = spec;
  if (!crop && spec.crop === 'squash') return resize(image, sizePx, sizePx, spec.resize);
  const { left, top, side } = crop ?? centreSquare(image);
  return resize(image, sizePx, sizePx, spec.resize, { left, top, width: side, height: side });
}

/**
 * Writes an input-sized picture as numbers: float32 [sizePx, sizePx, 3], RGB, byte 0 at
 * `range[0]` and byte 255 at `range[1]` exactly.
 */
export function writeInput(image: RgbImage, spec: PreprocessSpec, target: Float32Array): void {
  if (image.width !== spec.sizePx || image.height !== spec.sizePx) {
    throw new RangeError(
      `input must be ${spec.sizePx}×${spec.sizePx}, got ${image.width}×${image.height}`,
    );
  }
  const [low, high] = spec.range;
  const step = (high - low) / 255;
  for (let i = 0; i < image.data.length; i++) target[i] = low + image.data[i] * step;
}

/** Pictures to one batch: float32 [n, sizePx, sizePx, 3], row-major. */
export function batchInput(images: readonly RgbImage[], spec: PreprocessSpec): Float32Array {
  const length = spec.sizePx * spec.sizePx * 3;
  const values = new Float32Array(images.length * length);
  images.forEach((image, i) => {
    writeInput(image, spec, values.subarray(i * length, (i + 1) * length));
  });
  return values;
}
