import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nearestIndices, resize } from './resize';
import { rgbImage } from './rgb-image';

const grey = (width: number, height: number, value: (x: number, y: number) => number) => {
  const data = new Uint8ClampedArray(width * height * 3);
  for (let i = 0; i < width * height; i++) {
    data.fill(value(i % width, Math.floor(i / width)), i * 3, i * 3 + 3);
  }
  return rgbImage(data, width, height);
};
const reds = (image: { data: Uint8ClampedArray }) =>
  Array.from(image.data.filter((_, i) => i % 3 === 0));

describe('resize by area', () => {
  it('averages what each target pixel covers', () => {
    const image = grey(3, 1, (x) => [0, 90, 240][x]);
    // 3 → 2: 1.5 source pixels each.
    expect(reds(resize(image, 2, 1, 'area'))).toEqual([30, 190]);
  });

  it('antialiases: a one-in-four line pattern becomes its mean', () => {
    const image = grey(896, 8, (x) => (x % 4 === 0 ? 255 : 0));
    const small = resize(image, 224, 2, 'area');
    expect(new Set(reds(small))).toEqual(new Set([64]));
  });

  it('keeps the mean brightness when it shrinks', () => {
    const side = fc.integer({ min: 1, max: 24 });
    fc.assert(
      fc.property(side, side, fc.integer(), (w, h, seed) => {
        const image = grey(24, 24, (x, y) => Math.abs((x * 73 + y * 151 + seed) % 256));
        const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;
        // Each target pixel is rounded once.
        const difference = mean(reds(resize(image, w, h, 'area'))) - mean(reds(image));
        expect(Math.abs(difference)).toBeLessThanOrEqual(0.5);
      }),
    );
  });

  it('blends between pixel centres when it grows', () => {
    const image = grey(2, 1, (x) => [0, 200][x]);
    expect(reds(resize(image, 4, 1, 'area'))).toEqual([0, 50, 150, 200]);
  });

  it('takes a region at fractional positions', () => {
    const image = grey(4, 1, (x) => [0, 100, 200, 40][x]);
    const region = { left: 0.5, top: 0, width: 2, height: 1 };
    expect(reds(resize(image, 1, 1, 'area', region))).toEqual([100]);
  });

  it('leaves a picture of the right size as it is', () => {
    const image = grey(7, 5, (x, y) => x * 30 + y);
    expect(resize(image, 7, 5, 'area').data).toEqual(image.data);
  });

  it.each([
    [{ left: -1, top: 0, width: 2, height: 2 }],
    [{ left: 3, top: 0, width: 2, height: 2 }],
    [{ left: 0, top: 0, width: 0, height: 2 }],
    [{ left: NaN, top: 0, width: 1, height: 1 }],
  ])('refuses the region %o', (region) => {
    expect(() =>
      resize(
        grey(4, 4, () => 0),
        2,
        2,
        'area',
        region,
      ),
    ).toThrow(/not inside/);
  });

  it('refuses an empty target', () => {
    expect(() =>
      resize(
        grey(4, 4, () => 0),
        0,
        2,
        'area',
      ),
    ).toThrow(/cannot resize/);
  });
});

describe("resize by Pillow's nearest", () => {
  it('picks pixel centres', () => {
    // 5 → 3: centres at 0.83, 2.5, 4.17.
    expect(Array.from(nearestIndices(0, 5, 3, 5))).toEqual([0, 2, 4]);
  });

  it('accumulates as Pillow does, which is not the closed form at 640×480 → 500×500', () => {
    const differs = (from: number) => {
      const scale = from / 500;
      const accumulated = nearestIndices(0, from, 500, from);
      return Array.from(accumulated, (index, i) => index !== Math.floor((i + 0.5) * scale));
    };
    const columns = differs(640);
    const rows = differs(480);
    let count = 0;
    for (const row of rows) for (const column of columns) if (row || column) count++;
    // 4.9 % of the pixels, measured against Pillow 12.3.
    expect(count / (500 * 500)).toBeCloseTo(0.049, 2);
  });

  it('squashes without keeping the aspect', () => {
    const image = grey(4, 2, (x, y) => x * 10 + y);
    expect(reds(resize(image, 2, 2, 'pil-nearest'))).toEqual([10, 30, 11, 31]);
  });
});
