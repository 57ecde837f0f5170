import { describe, expect, it } from 'vitest';
import { augmentToInput, rotatedCrop, turn, unchanged, type AugmentSpec } from './augment';
import { drawLesion } from './data/synthetic';
import { cropToInput, type PreprocessSpec } from './preprocess';
import { seededRandom } from './random';

const spec: PreprocessSpec = { sizePx: 32, resize: 'area', range: [-1, 1], crop: 'centre-square' };
const image = drawLesion('irregular', 2, 96);

describe('augmentToInput', () => {
  it('does nothing at strength 0', () => {
    const view = augmentToInput(image, spec, unchanged, seededRandom(1));
    expect(view.data).toEqual(cropToInput(image, spec).data);
  });

  it('draws the same view for the same seed and another for another', () => {
    const all: AugmentSpec = {
      turns: true,
      zoom: 0.3,
      brightness: 0.2,
      contrast: 0.2,
      saturation: 0.2,
      tint: 0.1,
      light: 0.3,
      blur: 2,
      jpeg: 0.7,
      erase: 0.3,
    };
    const view = (seed: number) => augmentToInput(image, spec, all, seededRandom(seed)).data;
    expect(view(1)).toEqual(view(1));
    expect(view(1)).not.toEqual(view(2));
  });

  it.each([
    ['light', { light: 0.5 }, 1],
    ['blur', { blur: 3 }, 0.5],
    ['jpeg', { jpeg: 0.8 }, 0.5],
    ['erase', { erase: 0.5 }, 0.5],
    ['rotate', { rotate: 45 }, 1],
  ])('%s changes its share of the views, and leaves the others alone', (_, change, share) => {
    const plain = cropToInput(image, spec).data;
    const views = Array.from(
      { length: 200 },
      (_view, seed) =>
        augmentToInput(image, spec, { ...unchanged, ...change }, seededRandom(seed)).data,
    );
    const changed = views.filter((data) => data.some((value, i) => value !== plain[i])).length;
    expect(Math.abs(changed / 200 - share)).toBeLessThan(0.12);
  });

  it('rotating leaves the other draws as they are', () => {
    const all = { ...unchanged, turns: true, zoom: 0.3, brightness: 0.2, tint: 0.2 };
    const [plain, rotated] = [all, { ...all, rotate: 180 }].map(
      (augment) => (of: typeof image) => augmentToInput(of, spec, augment, seededRandom(3)).data,
    );
    // What is the same everywhere looks the same however it is turned, in the light it got.
    const even = { data: new Uint8ClampedArray(3 * 32 * 32).fill(100), width: 32, height: 32 };
    expect(rotated(even)).toEqual(plain(even));
    expect(plain(even)[0]).not.toBe(100);
    expect(rotated(image)).not.toEqual(plain(image));
  });

  it('rotated corners show what lies beside the crop, as far as there is something', () => {
    // Brightness rises to the right: turned by 30°, it rises along (cos 30°, sin 30°).
    const side = 128;
    const data = Uint8ClampedArray.from(
      { length: 3 * side * side },
      (_, at) => 20 + 1.5 * (Math.floor(at / 3) % side),
    );
    const ramp = { data, width: side, height: side };
    const corners = (crop: { left: number; top: number; side: number }) => {
      const view = rotatedCrop(ramp, spec, crop, 30);
      return [0, 31, 32 * 31, 32 * 32 - 1].map((pixel) => view.data[3 * pixel]);
    };
    // 1.5 a pixel of the picture, 1.5 of these a pixel of the view, 15.5 pixels to a corner.
    const step = (x: number, y: number) =>
      1.5 * 1.5 * 15.5 * (x * Math.cos(Math.PI / 6) + y * Math.sin(Math.PI / 6));
    const middle = 20 + 1.5 * (64 - 0.5);
    const wanted = [step(-1, -1), step(1, -1), step(-1, 1), step(1, 1)];
    corners({ left: 40, top: 40, side: 48 }).forEach((value, i) => {
      expect(Math.abs(value - (middle + wanted[i]))).toBeLessThan(2);
    });
    // Nothing beside the whole picture: its edges are repeated.
    const [left, right] = corners({ left: 0, top: 0, side });
    expect(left).toBeGreaterThanOrEqual(20);
    expect(right).toBeLessThanOrEqual(20 + 1.5 * 127);
  });

  it('light falls off to one side and keeps the middle', () => {
    const even = { data: new Uint8ClampedArray(3 * 32 * 32).fill(100), width: 32, height: 32 };
    const seen = augmentToInput(even, spec, { ...unchanged, light: 0.5 }, seededRandom(5));
    const at = (x: number, y: number) => seen.data[3 * (y * 32 + x)];
    expect(at(0, 0) + at(31, 31)).toBeCloseTo(200, -1);
    expect(Math.abs(at(0, 0) - at(31, 31)) + Math.abs(at(31, 0) - at(0, 31))).toBeGreaterThan(20);
    expect(at(16, 16)).toBeGreaterThan(95);
    expect(at(16, 16)).toBeLessThan(105);
  });

  it('stays inside the picture at full zoom, wide or tall', () => {
    for (const [width, height] of [
      [120, 40],
      [40, 120],
    ]) {
      const odd = { data: new Uint8ClampedArray(width * height * 3), width, height };
      for (let seed = 0; seed < 200; seed++) {
        augmentToInput(odd, spec, { ...unchanged, zoom: 0.9 }, seededRandom(seed));
      }
    }
  });
});

describe('turn', () => {
  // 2×2, one value a pixel: 1 2 / 3 4.
  const square = {
    data: Uint8ClampedArray.of(1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4),
    width: 2,
    height: 2,
  };
  const values = (turns: number, mirror: boolean) =>
    Array.from(turn(square, turns, mirror).data.filter((_, i) => i % 3 === 0));

  it.each([
    [0, false, [1, 2, 3, 4]],
    [1, false, [3, 1, 4, 2]],
    [2, false, [4, 3, 2, 1]],
    [0, true, [2, 1, 4, 3]],
  ] as const)('%i quarter turns, mirrored %s', (turns, mirror, expected) => {
    expect(values(turns, mirror)).toEqual(expected);
  });
});
