// Aiming the camera: what is wrong with a live frame, said as the one thing to do about it.
// Works on the square of the guide ring, many times a second, so it measures little.
import { measureQuality, qualityLimits } from './quality';
import { resize } from './resize';
import type { RgbImage } from './rgb-image';

/** The most urgent thing to do; `ready` when a photo would be good. */
export type AimHint =
  | 'more-light'
  | 'less-light'
  | 'glare'
  | 'no-spot'
  | 'centre'
  | 'farther'
  | 'closer'
  | 'hold-still'
  | 'focus'
  | 'ready';

/** What is seen of a spot in the ring. */
export interface SpotSeen {
  /** Share of the ring's square that it covers, 0 … 1. */
  readonly share: number;
  /** Distance of its middle from the ring's middle, as a share of the square's side. */
  readonly offset: number;
  /** Luminance of the skin around minus its own, 0 … 255. */
  readonly contrast: number;
}

export interface FrameMeasures {
  /** Mean luminance of the middle, 0 … 255. */
  readonly light: number;
  /** Share of burnt-out pixels. */
  readonly glare: number;
  /** Crété blur, 0 sharp … 1 blurred. */
  readonly blur: number;
  /** Mean change of luminance since the frame before, 0 … 255; 0 without one. */
  readonly motion: number;
  /** null where nothing stands out from the skin. */
  readonly spot: SpotSeen | null;
  /** For the next frame's `motion`; nothing to look at. */
  readonly trace: Float32Array;
}

/** Chosen by hand on drawn spots and on dermoscopy pictures; see aim.test.ts. */
export const aimLimits = {
  /** A spot that is less dark than this against the skin is not seen as one. */
  contrast: 14,
  /** Smaller than this share of the square, and the model gets too few pixels of it. */
  smallShare: 0.035,
  /** Larger, and there is no skin left around it. */
  largeShare: 0.62,
  offset: 0.2,
  /** Sensor noise stays below; a hand that moves is above. */
  motion: 7,
} as const;

const TRACE_PX = 32;
const SPOT_PX = 64;

/**
 * Measures the square of the guide ring, given at 256 px a side.
 * @param before `trace` of the frame before; null for the first one.
 */
export function measureFrame(frame: RgbImage, before: Float32Array | null): FrameMeasures {
  const { mean, burnt, blur } = measureQuality(frame);
  const trace = luminanceOf(resize(frame, TRACE_PX, TRACE_PX, 'area'));
  return {
    light: mean,
    glare: burnt,
    blur,
    motion: before ? meanDifference(trace, before) : 0,
    spot: findSpot(luminanceOf(resize(frame, SPOT_PX, SPOT_PX, 'area'))),
    trace,
  };
}

/** The first thing that stands in the way of a good photo. */
export function hintFor({ light, glare, blur, motion, spot }: FrameMeasures): AimHint {
  if (light < qualityLimits.darkMean) return 'more-light';
  if (light > qualityLimits.brightMean) return 'less-light';
  if (glare > qualityLimits.glareShare) return 'glare';
  // A picture in motion shows its spot anywhere.
  if (motion > aimLimits.motion) return 'hold-still';
  if (!spot) return 'no-spot';
  if (spot.share > aimLimits.largeShare) return 'farther';
  if (spot.offset > aimLimits.offset) return 'centre';
  if (spot.share < aimLimits.smallShare) return 'closer';
  if (blur > qualityLimits.blur) return 'focus';
  return 'ready';
}

// Spots are darker than the skin around them. Otsu's threshold (1979) inside the ring parts
// dark from light; it finds two halves in plain skin too, hence the least contrast.
function findSpot(luminance: Float32Array): SpotSeen | null {
  const inside = ringPixels(luminance);
  const threshold = otsu(inside.map(({ value }) => value));
  const dark = inside.filter(({ value }) => value <= threshold);
  const light = inside.filter(({ value }) => value > threshold);
  if (dark.length === 0 || light.length === 0) return null;
  const contrast = meanOf(light, 'value') - meanOf(dark, 'value');
  if (contrast < aimLimits.contrast) return null;
  const middle = (SPOT_PX - 1) / 2;
  const offset = Math.hypot(meanOf(dark, 'x') - middle, meanOf(dark, 'y') - middle) / SPOT_PX;
  return { share: dark.length / SPOT_PX ** 2, offset, contrast };
}

interface Pixel {
  readonly x: number;
  readonly y: number;
  readonly value: number;
}

function ringPixels(luminance: Float32Array): Pixel[] {
  const middle = (SPOT_PX - 1) / 2;
  const pixels: Pixel[] = [];
  for (let y = 0; y < SPOT_PX; y++) {
    for (let x = 0; x < SPOT_PX; x++) {
      if (Math.hypot(x - middle, y - middle) > SPOT_PX / 2) continue;
      pixels.push({ x, y, value: luminance[y * SPOT_PX + x] });
    }
  }
  return pixels;
}

function otsu(values: readonly number[]): number {
  const histogram = new Uint32Array(256);
  for (const value of values) histogram[Math.min(255, Math.floor(value))]++;
  const total = histogram.reduce((sum, count, level) => sum + count * level, 0);
  let below = 0;
  let sumBelow = 0;
  let best = { level: 0, variance: -1 };
  for (let level = 0; level < 256; level++) {
    below += histogram[level];
    sumBelow += histogram[level] * level;
    const above = values.length - below;
    if (below === 0 || above === 0) continue;
    const variance = below * above * (sumBelow / below - (total - sumBelow) / above) ** 2;
    if (variance > best.variance) best = { level, variance };
  }
  // The level's own pixels lie in [level, level + 1).
  return best.level + 1;
}

function meanOf(pixels: readonly Pixel[], key: keyof Pixel): number {
  return pixels.reduce((sum, pixel) => sum + pixel[key], 0) / pixels.length;
}

function meanDifference(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, i) => sum + Math.abs(value - b[i]), 0) / a.length;
}

// Rec. 601 luma, as JPEG uses.
function luminanceOf({ data, width, height }: RgbImage): Float32Array {
  return Float32Array.from(
    { length: width * height },
    (_, i) => 0.299 * data[3 * i] + 0.587 * data[3 * i + 1] + 0.114 * data[3 * i + 2],
  );
}
