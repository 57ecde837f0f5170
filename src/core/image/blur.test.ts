import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { drawLesion } from '../data/synthetic';
import { blurImage } from './blur';
import { rgbImage } from './rgb-image';

const picture = drawLesion('irregular', 3, 64);

describe('blurImage', () => {
  it.each([0.8, 2, 5])('blurs as libvips does, by %d px', async (sigma) => {
    const raw = { raw: { width: 64, height: 64, channels: 3 as const } };
    const options = { sigma, minAmplitude: 0.01, precision: 'float' as const };
    const theirs = await sharp(picture.data, raw).blur(options).raw().toBuffer();
    const ours = blurImage(picture, sigma);
    const worst = ours.data.reduce((most, v, i) => Math.max(most, Math.abs(v - theirs[i])), 0);
    expect(worst).toBeLessThanOrEqual(3);
  });

  it('keeps the mean of a wide line, and an even picture', () => {
    const even = rgbImage(new Uint8ClampedArray(3 * 5 * 2).fill(77), 5, 2);
    expect(blurImage(even, 9).data).toEqual(even.data);
  });

  it('leaves the picture alone at 0', () => {
    expect(blurImage(picture, 0)).toBe(picture);
  });

  it.each([-1, Infinity, NaN])('refuses %d', (sigma) => {
    expect(() => blurImage(picture, sigma)).toThrow(RangeError);
  });
});
