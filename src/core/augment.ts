// Seeded changes to a training picture that leave its label alone: a spot has no up or
// down, and phones and dermoscopes differ in light, colour and framing.
import * as v from 'valibot';
import type { RgbImage, SquareCrop } from './image/rgb-image';
import { rgbImage } from './image/rgb-image';
import { cropToInput, type PreprocessSpec } from './preprocess';
import type { Random } from './random';

const strength = v.pipe(v.number(), v.minValue(0), v.maxValue(0.9));

/** How strongly pictures are changed; 0 leaves that property alone. */
export const augmentSpecSchema = v.strictObject({
  /** Mirror and quarter turns. */
  turns: v.boolean(),
  /** The crop's side is drawn between 1 − zoom and 1 of the shorter side. */
  zoom: strength,
  /** Brightness is multiplied by 1 ± brightness. */
  brightness: strength,
  /** Contrast around the mean is multiplied by 1 ± contrast. */
  contrast: strength,
  /** Distance from grey is multiplied by 1 ± saturation. */
  saturation: strength,
  /** Each channel is multiplied by 1 ± tint: white balance. */
  tint: strength,
});
export type AugmentSpec = Readonly<v.InferOutput<typeof augmentSpecSchema>>;

/**
 * One changed view at model input size. Draws the same amount of randomness whatever the
 * spec says, so that one setting does not shift the others.
 */
export function augmentToInput(
  image: RgbImage,
  spec: PreprocessSpec,
  augment: AugmentSpec,
  random: Random,
): RgbImage {
  const crop = randomSquare(image, augment.zoom, random);
  const view = cropToInput(image, spec, crop);
  const turns = random.below(4);
  const mirror = random.next() < 0.5;
  const turned = augment.turns ? turn(view, turns, mirror) : view;
  return recolour(turned, augment, random);
}

function randomSquare(image: RgbImage, zoom: number, random: Random): SquareCrop {
  const side = Math.min(image.width, image.height) * random.between(1 - zoom, 1);
  // Off-centre only as far as the zoom allows: the far ends of a wide picture are skin.
  const reachX = Math.min((image.width - side) / 2, (image.height * zoom) / 2);
  const reachY = Math.min((image.height - side) / 2, (image.height * zoom) / 2);
  return {
    left: (image.width - side) / 2 + random.between(-reachX, reachX),
    top: (image.height - side) / 2 + random.between(-reachY, reachY),
    side,
  };
}

/** Quarter turns clockwise, then a mirror along x. The picture must be square. */
export function turn(image: RgbImage, quarterTurns: number, mirror: boolean): RgbImage {
  const side = image.width;
  const data = new Uint8ClampedArray(image.data.length);
  for (let y = 0, to = 0; y < side; y++) {
    for (let x = 0; x < side; x++, to += 3) {
      let u = mirror ? side - 1 - x : x;
      let w = y;
      for (let k = 0; k < quarterTurns; k++) [u, w] = [w, side - 1 - u];
      const from = (w * side + u) * 3;
      data[to] = image.data[from];
      data[to + 1] = image.data[from + 1];
      data[to + 2] = image.data[from + 2];
    }
  }
  return rgbImage(data, side, side);
}

function recolour(image: RgbImage, augment: AugmentSpec, random: Random): RgbImage {
  const around = (amount: number) => 1 + random.between(-amount, amount);
  const brightness = around(augment.brightness);
  const contrast = around(augment.contrast);
  const saturation = around(augment.saturation);
  const gains = [around(augment.tint), around(augment.tint), around(augment.tint)];
  // Plain loops: this runs on every picture of every epoch.
  const from = image.data;
  let sum = 0;
  for (let at = 0; at < from.length; at++) sum += from[at];
  const mean = sum / from.length;
  const data = new Uint8ClampedArray(from.length);
  for (let at = 0; at < data.length; at += 3) {
    const grey = 0.299 * from[at] + 0.587 * from[at + 1] + 0.114 * from[at + 2];
    for (let c = 0; c < 3; c++) {
      const coloured = grey + (from[at + c] - grey) * saturation;
      data[at + c] = (mean + (coloured * gains[c] - mean) * contrast) * brightness;
    }
  }
  return rgbImage(data, image.width, image.height);
}
