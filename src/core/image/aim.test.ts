import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { drawLesion } from '../data/synthetic';
import { hintFor, measureFrame } from './aim';
import { resize } from './resize';
import { rgbImage, type RgbImage } from './rgb-image';

const SIDE = 256;
const spot = drawLesion('even', 1, SIDE);
const hint = (frame: RgbImage, before: RgbImage | null = frame) =>
  hintFor(measureFrame(frame, before && measureFrame(before, null).trace));

function each(image: RgbImage, change: (value: number) => number): RgbImage {
  return rgbImage(image.data.map(change), image.width, image.height);
}

// Plain skin with the picture laid on it at (left, top), `side` wide.
function onSkin(image: RgbImage, left: number, top: number, side: number): RgbImage {
  // From the edge, where a drawn picture shows skin and no dark corner.
  const skin = image.data.subarray(3 * (SIDE / 2), 3 * (SIDE / 2) + 3);
  const data = new Uint8ClampedArray(SIDE * SIDE * 3);
  // Pores: skin without any texture looks blurred.
  for (let i = 0; i < SIDE * SIDE; i++)
    data.set(
      [...skin].map((value) => value + (((i * 7919) % 13) - 6) * 2),
      3 * i,
    );
  const small = resize(image, side, side, 'area');
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++) {
      const to = 3 * ((top + y) * SIDE + left + x);
      if (left + x >= 0 && left + x < SIDE && top + y >= 0 && top + y < SIDE)
        data.set(small.data.subarray(3 * (y * side + x), 3 * (y * side + x) + 3), to);
    }
  return rgbImage(data, SIDE, SIDE);
}

function blurred(image: RgbImage): RgbImage {
  return resize(resize(image, 24, 24, 'area'), SIDE, SIDE, 'area');
}

describe('hints', () => {
  it.each([
    ['a good frame', spot, 'ready'],
    ['darkness', each(spot, (value) => value * 0.2), 'more-light'],
    ['a lamp', each(spot, (value) => 235 + value * 0.05), 'less-light'],
    ['a small spot', onSkin(spot, 112, 112, 32), 'closer'],
    ['a spot at the side', onSkin(spot, 140, 80, 100), 'centre'],
    ['plain skin', onSkin(spot, 300, 300, 1), 'no-spot'],
    ['a blurred frame', blurred(spot), 'focus'],
  ])('%s', (_, frame, expected) => {
    expect(hint(frame)).toBe(expected);
  });

  it('glare', () => {
    const shining = rgbImage(spot.data.slice(), SIDE, SIDE);
    shining.data.fill(255, 0, 3 * SIDE * 20);
    expect(hint(shining)).toBe('glare');
  });

  it('too close: no skin around', () => {
    const data = new Uint8ClampedArray(3 * SIDE * SIDE);
    for (let i = 0; i < SIDE * SIDE; i++) {
      const fromMiddle = Math.hypot((i % SIDE) - SIDE / 2, Math.floor(i / SIDE) - SIDE / 2);
      data.fill(fromMiddle < 0.47 * SIDE ? 80 : 190, 3 * i, 3 * i + 3);
    }
    expect(hint(rgbImage(data, SIDE, SIDE))).toBe('farther');
  });

  it('a hand that moves', () => {
    expect(hint(spot, onSkin(spot, 40, 40, SIDE))).toBe('hold-still');
  });
});

const dermoscopy = join(process.env.LENTIGO_DATA ?? resolve('../shared/data'), 'dermoscopy');
const hasReal = existsSync(join(dermoscopy, 'labels.csv'));

it.skipIf(!hasReal)('calls most real dermoscopy pictures ready', async () => {
  const rows = readFileSync(join(dermoscopy, 'labels.csv'), 'utf8').split('\n');
  const column = rows[0].split(',').indexOf('file');
  const files = rows
    .slice(1)
    .filter(Boolean)
    .map((row) => row.split(',')[column]);
  const hints: string[] = [];
  for (let i = 0; i < 60; i++) {
    const file = files[Math.floor((i * files.length) / 60)];
    const pixels = await sharp(join(dermoscopy, file))
      .resize(SIDE, SIDE, { fit: 'cover' })
      .removeAlpha()
      .raw()
      .toBuffer();
    hints.push(hint(rgbImage(new Uint8ClampedArray(pixels), SIDE, SIDE)));
  }
  expect(hints.filter((name) => name === 'ready').length).toBeGreaterThan(48);
});
