import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { drawLesion } from '../data/synthetic';
import { throughJpeg } from './jpeg';
import { rgbImage, type RgbImage } from './rgb-image';

const picture = drawLesion('irregular', 3, 100);

const meanDifference = (a: RgbImage, b: RgbImage) =>
  a.data.reduce((sum, value, i) => sum + Math.abs(value - b.data[i]), 0) / a.data.length;

async function libjpeg({ data, width, height }: RgbImage, quality: number): Promise<RgbImage> {
  const raw = { raw: { width, height, channels: 3 as const } };
  const file = await sharp(data, raw).jpeg({ quality, chromaSubsampling: '4:2:0' }).toBuffer();
  const pixels = await sharp(file).raw().toBuffer();
  return rgbImage(new Uint8ClampedArray(pixels), width, height);
}

describe('throughJpeg', () => {
  // They differ in how colours are enlarged again (libjpeg smooths), not in the damage.
  it.each([30, 60, 90])('does what libjpeg does at quality %d', async (quality) => {
    const ours = throughJpeg(picture, quality);
    const theirs = await libjpeg(picture, quality);
    expect(meanDifference(ours, theirs)).toBeLessThan(0.4 * meanDifference(picture, theirs) + 0.6);
    const ratio = meanDifference(picture, ours) / meanDifference(picture, theirs);
    expect(ratio).toBeGreaterThan(0.85);
    expect(ratio).toBeLessThan(1.25);
  });

  it('leaves an even picture as it is', () => {
    const even = rgbImage(new Uint8ClampedArray(3 * 13 * 9).fill(128), 13, 9);
    expect(throughJpeg(even, 80).data).toEqual(even.data);
  });

  it.each([0, 101, NaN])('has no quality %d', (quality) => {
    expect(() => throughJpeg(picture, quality)).toThrow(RangeError);
  });
});
