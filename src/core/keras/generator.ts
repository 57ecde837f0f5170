// Keras's `ImageDataGenerator` as the paper used it: what it draws for a picture, in its
// order, and what it makes of it. Its random numbers cannot be had again (they depend on
// version and threads), so ours are seeded; its distributions are its own.
import * as v from 'valibot';
import type { RgbImage } from '../image/rgb-image';
import { rgbImage } from '../image/rgb-image';
import { cropToInput, type PreprocessSpec } from '../preprocess';
import type { Random } from '../random';
import { affineMatrix, transformImage, type AffineParameters } from './affine';

const range = v.pipe(v.number(), v.minValue(0));

/** Arguments of `ImageDataGenerator`, under its names; `rescale` is `preprocess.range`. */
export const kerasSpecSchema = v.strictObject({
  kind: v.literal('keras'),
  convention: v.picklist(['1.1.2', 'master']),
  /** Degrees: a turn is drawn between minus and plus this. */
  rotationRange: v.optional(range, 0),
  /** Share of the width below 1, pixels from 1 on. */
  widthShiftRange: v.optional(range, 0),
  heightShiftRange: v.optional(range, 0),
  /** Degrees. The paper's 0.1 moves no pixel by one at 500 px. */
  shearRange: v.optional(range, 0),
  /** Each axis is zoomed by its own draw between 1 − this and 1 + this. */
  zoomRange: v.optional(v.pipe(v.number(), v.minValue(0), v.ltValue(1)), 0),
  horizontalFlip: v.optional(v.boolean(), false),
  verticalFlip: v.optional(v.boolean(), false),
  fillMode: v.optional(v.picklist(['nearest', 'constant', 'reflect', 'wrap']), 'nearest'),
  /** What `constant` puts outside, 0 … 255. */
  cval: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(255)), 0),
});
export type KerasSpec = Readonly<v.InferOutput<typeof kerasSpecSchema>>;

/** What was drawn for one picture. */
export interface KerasDraw extends AffineParameters {
  readonly flipHorizontal: boolean;
  readonly flipVertical: boolean;
}

/** Draws in Keras's order; what has no range is not drawn, but both flips always are. */
export function drawKeras(
  spec: KerasSpec,
  { width, height }: { readonly width: number; readonly height: number },
  random: Random,
): KerasDraw {
  const within = (limit: number) => (limit > 0 ? random.between(-limit, limit) : 0);
  const shift = (limit: number, side: number) => within(limit) * (limit < 1 ? side : 1);
  const theta = within(spec.rotationRange);
  const tx = shift(spec.heightShiftRange, height);
  const ty = shift(spec.widthShiftRange, width);
  const shear = within(spec.shearRange);
  const zx = 1 + within(spec.zoomRange);
  const zy = 1 + within(spec.zoomRange);
  const flipHorizontal = random.next() < 0.5 && spec.horizontalFlip;
  const flipVertical = random.next() < 0.5 && spec.verticalFlip;
  return { theta, tx, ty, shear, zx, zy, flipHorizontal, flipVertical };
}

/** One changed view at model input size: resized first, then changed, as Keras does. */
export function kerasToInput(
  image: RgbImage,
  preprocess: PreprocessSpec,
  spec: KerasSpec,
  random: Random,
): RgbImage {
  const input = cropToInput(image, preprocess);
  const draw = drawKeras(spec, input, random);
  const matrix = affineMatrix(draw, input, spec.convention);
  const moved = transformImage(input, matrix, spec.fillMode, spec.cval);
  return flipped(moved, draw);
}

function flipped(image: RgbImage, { flipHorizontal, flipVertical }: KerasDraw): RgbImage {
  if (!flipHorizontal && !flipVertical) return image;
  const { width, height } = image;
  const data = new Uint8ClampedArray(image.data.length);
  for (let y = 0, to = 0; y < height; y++) {
    const row = flipVertical ? height - 1 - y : y;
    for (let x = 0; x < width; x++, to += 3) {
      const from = 3 * (row * width + (flipHorizontal ? width - 1 - x : x));
      for (let k = 0; k < 3; k++) data[to + k] = image.data[from + k];
    }
  }
  return rgbImage(data, width, height);
}
