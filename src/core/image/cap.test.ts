import { describe, expect, it } from 'vitest';
import { seededRandom } from '../random';
import { capLongSide, MAX_DECODED_SIDE_PX } from './cap';
import { resize } from './resize';
import { rgbImage, type RgbImage } from './rgb-image';

function noise(width: number, height: number): RgbImage {
  const random = seededRandom('cap', width, height);
  const data = new Uint8ClampedArray(width * height * 3).map(() => random.below(256));
  return rgbImage(data, width, height);
}

describe('capLongSide', () => {
  it('leaves a picture that is small enough untouched', () => {
    const image = noise(MAX_DECODED_SIDE_PX, 3);
    expect(capLongSide(image)).toBe(image);
  });

  it.each([
    [4096, 600, 2048, 300],
    [600, 4096, 300, 2048],
    [2049, 2049, 2048, 2048],
    [16_000, 2, 2048, 1],
  ])('brings %i×%i to %i×%i', (width, height, cappedWidth, cappedHeight) => {
    const capped = capLongSide(noise(width, height));
    expect([capped.width, capped.height]).toEqual([cappedWidth, cappedHeight]);
  });

  // 700 rows from 1001: bands begin between source rows.
  it('resizes in bands exactly as in one piece', () => {
    const image = noise(2929, 1001);
    const capped = capLongSide(image);
    const whole = resize(image, capped.width, capped.height, 'area');
    const largest = capped.data.reduce(
      (most, value, i) => Math.max(most, Math.abs(value - whole.data[i])),
      0,
    );
    // Sums of the same numbers in another order may round to the neighbour.
    expect(largest).toBeLessThanOrEqual(1);
  });
});
