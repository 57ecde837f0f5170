import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { drawLesion } from '../data/synthetic';
import { rgbImage } from '../image/rgb-image';
import { cropToInput, type PreprocessSpec } from '../preprocess';
import { seededRandom } from '../random';
import { drawKeras, kerasSpecSchema, kerasToInput } from './generator';

const spec = (over: object = {}) =>
  v.parse(kerasSpecSchema, { kind: 'keras', convention: '1.1.2', ...over });
/** What the paper gave: shear 0.1, zoom 0.1, shifts 0.1, both flips. */
const paper = spec({
  ...{ shearRange: 0.1, zoomRange: 0.1, widthShiftRange: 0.1, heightShiftRange: 0.1 },
  ...{ horizontalFlip: true, verticalFlip: true },
});
const size = { width: 300, height: 500 };
const preprocess: PreprocessSpec = {
  ...{ sizePx: 40, resize: 'pil-nearest', range: [0, 1], crop: 'squash' },
};

describe('drawKeras', () => {
  const draws = Array.from({ length: 3000 }, (_, i) => drawKeras(paper, size, seededRandom(i)));
  const extremes = (values: number[]) => [Math.min(...values), Math.max(...values)];

  it.each([
    ['tx, along rows', draws.map(({ tx }) => tx), -50, 50],
    ['ty, along columns', draws.map(({ ty }) => ty), -30, 30],
    ['shear, in degrees', draws.map(({ shear }) => shear), -0.1, 0.1],
    ['zx', draws.map(({ zx }) => zx), 0.9, 1.1],
    ['zy', draws.map(({ zy }) => zy), 0.9, 1.1],
  ])('%s is drawn from its whole range', (_name, values, low, high) => {
    const [least, most] = extremes(values);
    const slack = 0.01 * (high - low);
    expect(least).toBeGreaterThanOrEqual(low);
    expect(least).toBeLessThan(low + slack);
    expect(most).toBeLessThanOrEqual(high);
    expect(most).toBeGreaterThan(high - slack);
  });

  it('zooms each axis by its own draw, and flips half of the pictures each way', () => {
    expect(draws.every(({ zx, zy }) => zx !== zy)).toBe(true);
    for (const flip of ['flipHorizontal', 'flipVertical'] as const) {
      const share = draws.filter((draw) => draw[flip]).length / draws.length;
      expect(share).toBeCloseTo(0.5, 1);
    }
    const both = draws.filter((draw) => draw.flipHorizontal && draw.flipVertical).length;
    expect(both / draws.length).toBeCloseTo(0.25, 1);
  });

  it('takes shifts from 1 on for pixels', () => {
    const shifts = Array.from(
      { length: 500 },
      (_, i) => drawKeras(spec({ widthShiftRange: 3 }), size, seededRandom(i)).ty,
    );
    expect(Math.max(...shifts)).toBeGreaterThan(2.9);
    expect(Math.max(...shifts)).toBeLessThanOrEqual(3);
  });

  it('leaves alone what has no range', () => {
    expect(drawKeras(spec(), size, seededRandom(1))).toEqual({
      ...{ theta: 0, tx: 0, ty: 0, shear: 0, zx: 1, zy: 1 },
      ...{ flipHorizontal: false, flipVertical: false },
    });
  });
});

describe('kerasToInput', () => {
  it('without ranges is the plain input', () => {
    const image = drawLesion('irregular', 1, 64);
    const view = kerasToInput(image, preprocess, spec(), seededRandom(1));
    expect(view).toEqual(cropToInput(image, preprocess));
  });

  it('mirrors columns and rows', () => {
    const two = { ...preprocess, sizePx: 8 } as const;
    const data = Uint8ClampedArray.from({ length: 8 * 8 * 3 }, (_, i) => i);
    const image = rgbImage(data, 8, 8);
    const flips = new Set<number>();
    for (let seed = 0; seed < 40; seed++) {
      const view = kerasToInput(
        image,
        two,
        spec({ horizontalFlip: true, verticalFlip: true }),
        seededRandom(seed),
      );
      flips.add(view.data[0]);
    }
    // Top left is one of the four corners' red.
    expect([...flips].sort((a, b) => a - b)).toEqual([0, 21, 168, 189]);
  });

  it('is the same for the same draws, and another for others', () => {
    const image = drawLesion('irregular', 1, 64);
    const [a, b, c] = [1, 1, 2].map((seed) =>
      kerasToInput(image, preprocess, paper, seededRandom(seed)),
    );
    expect(a).toEqual(b);
    expect(a).not.toEqual(c);
  });
});
