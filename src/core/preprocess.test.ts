import { describe, expect, it } from 'vitest';
import { drawLesion } from './data/synthetic';
import { rgbFromRgba, rgbImage } from './image/rgb-image';
import { batchInput, cropToInput, writeInput, type PreprocessSpec } from './preprocess';

const spec: PreprocessSpec = {
  sizePx: 8,
  resize: 'area',
  range: [-1, 1],
  crop: 'centre-square',
};

describe('preprocess', () => {
  it('maps byte 0 and byte 255 to the ends of the range exactly', () => {
    const image = rgbImage(new Uint8ClampedArray(8 * 8 * 3).fill(255).fill(0, 0, 96), 8, 8);
    const values = batchInput([image], spec);
    expect(Math.min(...values)).toBe(-1);
    expect(Math.max(...values)).toBe(1);
  });

  it('takes the middle square of a wide picture', () => {
    const image = rgbImage(
      new Uint8ClampedArray(16 * 8 * 3).map((_, i) => (Math.floor(i / 3) % 16 < 4 ? 255 : 0)),
      16,
      8,
    );
    expect(Math.max(...cropToInput(image, spec).data)).toBe(0);
    expect(Math.max(...cropToInput(image, { ...spec, crop: 'squash' }).data)).toBe(255);
  });

  it('takes the crop it is given', () => {
    const image = drawLesion('even', 1, 64);
    const crop = { left: 10, top: 12, side: 8 };
    const expected = image.data.slice((12 * 64 + 10) * 3, (12 * 64 + 18) * 3);
    expect(cropToInput(image, spec, crop).data.slice(0, 24)).toEqual(expected);
  });

  it('lays pictures of a batch one behind the other', () => {
    const images = [1, 2].map((seed) => cropToInput(drawLesion('irregular', seed, 32), spec));
    const batch = batchInput(images, spec);
    const second = new Float32Array(8 * 8 * 3);
    writeInput(images[1], spec, second);
    expect(batch.slice(192)).toEqual(second);
  });

  it('refuses a picture of another size', () => {
    expect(() => batchInput([drawLesion('even', 1, 16)], spec)).toThrow(/8×8/);
  });
});

describe('rgbImage', () => {
  it.each([
    [0, 4, 0],
    [2, 2, 11],
    [1.5, 2, 9],
  ])('refuses %f×%f with %i bytes', (width, height, bytes) => {
    expect(() => rgbImage(new Uint8ClampedArray(bytes), width, height)).toThrow();
  });

  it('lays transparent pixels over white', () => {
    const image = rgbFromRgba(Uint8Array.of(0, 0, 0, 0, 100, 0, 0, 255), 2, 1);
    expect(Array.from(image.data)).toEqual([255, 255, 255, 100, 0, 0]);
  });
});
