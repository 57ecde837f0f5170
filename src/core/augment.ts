// Seeded changes to a training picture that leave its label alone: a spot has no up or
// down, and phones and dermoscopes differ in light, colour and framing.
import * as v from 'valibot';
import { blurImage } from './image/blur';
import { throughJpeg } from './image/jpeg';
import { resize } from './image/resize';
import { rotateImage } from './image/rotate';
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
  /** Light falls off or grows by this much from the middle to one edge. */
  light: v.optional(strength, 0),
  /** Half of the views are blurred, by up to this many pixels (standard deviation). */
  blur: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(10)), 0),
  /** Half of the views lose what JPEG of a quality between 100 · (1 − jpeg) and 100 loses. */
  jpeg: v.optional(strength, 0),
  /** In half of the views a square of up to this share of the side is painted over. */
  erase: v.optional(strength, 0),
  /**
   * Turned by up to so many degrees either way, beside quarter turns; where the picture ends,
   * its edge is repeated. No default: a field more would make checkpoints and caches of older runs strangers.
   */
  rotate: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(180))),
});
export type AugmentSpec = Readonly<v.InferOutput<typeof augmentSpecSchema>>;

/** Changes nothing. */
export const unchanged: AugmentSpec = {
  turns: false,
  zoom: 0,
  brightness: 0,
  contrast: 0,
  saturation: 0,
  tint: 0,
  light: 0,
  blur: 0,
  jpeg: 0,
  erase: 0,
};

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
  const turns = random.below(4);
  const mirror = random.next() < 0.5;
  const colour = drawColour(augment, random);
  const light = drawLight(augment.light, random);
  const sigmaPx = halfOfViews(random) * random.between(0, augment.blur);
  const quality = 100 - 100 * halfOfViews(random) * random.between(0, augment.jpeg);
  const patch = drawPatch(spec.sizePx, halfOfViews(random) * augment.erase, random);
  // Last, so that the draws above are those of older runs.
  const rotate = augment.rotate ?? 0;
  const degrees = random.between(-rotate, rotate);

  const view = rotatedCrop(image, spec, crop, degrees);
  const turned = augment.turns ? turn(view, turns, mirror) : view;
  const seen = recolour(blurImage(turned, sigmaPx), colour, light);
  const covered = paintOver(seen, patch);
  return quality < 100 ? throughJpeg(covered, quality) : covered;
}

// 0 or 1.
function halfOfViews(random: Random): number {
  return Number(random.next() < 0.5);
}

function randomSquare(image: RgbImage, zoom: number, random: Random): SquareCrop {
  const shorter = Math.min(image.width, image.height);
  const side = shorter * random.between(1 - zoom, 1);
  // Off-centre only as far as the zoom allows: the far ends of a long picture are skin.
  const reachX = Math.min((image.width - side) / 2, (shorter * zoom) / 2);
  const reachY = Math.min((image.height - side) / 2, (shorter * zoom) / 2);
  return {
    left: (image.width - side) / 2 + random.between(-reachX, reachX),
    top: (image.height - side) / 2 + random.between(-reachY, reachY),
    side,
  };
}

/**
 * A crop at input size, turned clockwise about its middle. Corners come from beside the
 * crop as far as the picture goes.
 */
export function rotatedCrop(
  image: RgbImage,
  spec: PreprocessSpec,
  crop: SquareCrop,
  degrees: number,
): RgbImage {
  if (degrees === 0) return cropToInput(image, spec, crop);
  const { left, top, side } = crop;
  const [x, y] = [left + side / 2, top + side / 2];
  const room = 2 * Math.min(x, y, image.width - x, image.height - y);
  const wide = Math.max(side, Math.min(room, side * Math.SQRT2));
  // By a whole number of pixels on either side, so that the crop stays where it was.
  const beside = Math.floor((spec.sizePx * (wide / side - 1)) / 2);
  const sizePx = spec.sizePx + 2 * beside;
  const grown = (side * beside) / spec.sizePx;
  const around = cropToInput(
    image,
    { ...spec, sizePx },
    { left: left - grown, top: top - grown, side: side + 2 * grown },
  );
  const rotated = rotateImage(around, degrees);
  const region = { left: beside, top: beside, width: spec.sizePx, height: spec.sizePx };
  return resize(rotated, spec.sizePx, spec.sizePx, 'pil-nearest', region);
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

/** The first `count` of the eight turned and mirrored pictures, the plain one first. */
export function turnedViews(image: RgbImage, count: number): RgbImage[] {
  return Array.from({ length: count }, (_, i) => turn(image, i % 4, i >= 4));
}

interface Colour {
  readonly brightness: number;
  readonly contrast: number;
  readonly saturation: number;
  readonly gains: readonly [number, number, number];
}

function drawColour(augment: AugmentSpec, random: Random): Colour {
  const around = (amount: number) => 1 + random.between(-amount, amount);
  return {
    brightness: around(augment.brightness),
    contrast: around(augment.contrast),
    saturation: around(augment.saturation),
    gains: [around(augment.tint), around(augment.tint), around(augment.tint)],
  };
}

/** Light multiplies by 1 + x · across + y · down, with x and y from −1 to 1. */
interface Light {
  readonly across: number;
  readonly down: number;
}

function drawLight(strength: number, random: Random): Light {
  const angle = random.between(0, 2 * Math.PI);
  const change = random.between(0, strength);
  return { across: change * Math.cos(angle), down: change * Math.sin(angle) };
}

function recolour(image: RgbImage, colour: Colour, { across, down }: Light): RgbImage {
  const { brightness, contrast, saturation, gains } = colour;
  const { width, height } = image;
  // Plain loops: this runs on every picture of every epoch.
  const from = image.data;
  let sum = 0;
  for (let at = 0; at < from.length; at++) sum += from[at];
  const mean = sum / from.length;
  const data = new Uint8ClampedArray(from.length);
  for (let y = 0, at = 0; y < height; y++) {
    const lightOfRow = 1 + down * ((2 * y + 1) / height - 1);
    for (let x = 0; x < width; x++, at += 3) {
      const light = brightness * (lightOfRow + across * ((2 * x + 1) / width - 1));
      const grey = 0.299 * from[at] + 0.587 * from[at + 1] + 0.114 * from[at + 2];
      for (let c = 0; c < 3; c++) {
        const coloured = grey + (from[at + c] - grey) * saturation;
        data[at + c] = (mean + (coloured * gains[c] - mean) * contrast) * light;
      }
    }
  }
  return rgbImage(data, width, height);
}

/** In pixels of the input. */
interface Patch {
  readonly left: number;
  readonly top: number;
  readonly side: number;
}

function drawPatch(sizePx: number, largest: number, random: Random): Patch {
  const side = Math.round(sizePx * random.between(0, largest));
  const left = Math.floor(random.between(0, sizePx - side));
  return { left, top: Math.floor(random.between(0, sizePx - side)), side };
}

// With the mean colour of the picture: a patch of skin more than a hole.
function paintOver(image: RgbImage, { left, top, side }: Patch): RgbImage {
  if (side === 0) return image;
  const { data, width } = image;
  const sums = [0, 0, 0];
  for (let at = 0; at < data.length; at++) sums[at % 3] += data[at];
  const mean = sums.map((sum) => (3 * sum) / data.length);
  const out = data.slice();
  for (let y = top; y < top + side; y++) {
    for (let x = left; x < left + side; x++) out.set(mean, 3 * (y * width + x));
  }
  return rgbImage(out, width, image.height);
}
