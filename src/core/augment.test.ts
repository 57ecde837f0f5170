import { describe, expect, it } from 'vitest';
import { augmentToInput, turn, type AugmentSpec } from './augment';
import { drawLesion } from './data/synthetic';
import { cropToInput, type PreprocessSpec } from './preprocess';
import { seededRandom } from './random';

const spec: PreprocessSpec = { sizePx: 32, resize: 'area', range: [-1, 1], crop: 'centre-square' };
const none: AugmentSpec = {
  turns: false,
  zoom: 0,
  brightness: 0,
  contrast: 0,
  saturation: 0,
  tint: 0,
};
const image = drawLesion('irregular', 2, 96);

describe('augmentToInput', () => {
  it('does nothing at strength 0', () => {
    const view = augmentToInput(image, spec, none, seededRandom(1));
    expect(view.data).toEqual(cropToInput(image, spec).data);
  });

  it('draws the same view for the same seed and another for another', () => {
    const all = {
      turns: true,
      zoom: 0.3,
      brightness: 0.2,
      contrast: 0.2,
      saturation: 0.2,
      tint: 0.1,
    };
    const view = (seed: number) => augmentToInput(image, spec, all, seededRandom(seed)).data;
    expect(view(1)).toEqual(view(1));
    expect(view(1)).not.toEqual(view(2));
  });

  it('stays inside the picture at full zoom, wide or tall', () => {
    for (const [width, height] of [
      [120, 40],
      [40, 120],
    ]) {
      const odd = { data: new Uint8ClampedArray(width * height * 3), width, height };
      for (let seed = 0; seed < 200; seed++) {
        augmentToInput(odd, spec, { ...none, zoom: 0.9 }, seededRandom(seed));
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
