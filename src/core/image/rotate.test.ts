import { describe, expect, it } from 'vitest';
import { turn } from '../augment';
import { drawLesion } from '../data/synthetic';
import { rgbImage } from './rgb-image';
import { rotateImage } from './rotate';

const picture = drawLesion('irregular', 3, 40);

describe('rotateImage', () => {
  it('leaves a whole turn alone', () => {
    expect(rotateImage(picture, 0)).toBe(picture);
    expect(rotateImage(picture, -720)).toBe(picture);
  });

  it.each([90, 180, 270])('is a plain turn of pixels at %d°', (degrees) => {
    expect(rotateImage(picture, degrees).data).toEqual(turn(picture, degrees / 90, false).data);
  });

  it('turns clockwise: what was on top comes to the right', () => {
    const data = new Uint8ClampedArray(5 * 5 * 3);
    data.set([200, 0, 0], 3 * 2);
    const turned = rotateImage(rgbImage(data, 5, 5), 90);
    expect(turned.data[3 * (2 * 5 + 4)]).toBe(200);
  });

  it('repeats the edge where the frame shows what was outside', () => {
    const flat = rgbImage(new Uint8ClampedArray(6 * 6 * 3).fill(77), 6, 6);
    expect(rotateImage(flat, 33).data).toEqual(flat.data);
  });
});
