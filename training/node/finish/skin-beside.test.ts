import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { rgbImage, type RgbImage } from '../../../src/core/image/rgb-image';
import { readSkinBeside, skinBeside } from './skin-beside';

/** Grey by place, [0, 1) across and down. */
function painted(width: number, height: number, grey: (x: number, y: number) => number): RgbImage {
  const data = Uint8ClampedArray.from({ length: width * height * 3 }, (_, at) => {
    const pixel = Math.floor(at / 3);
    return grey((pixel % width) / width, Math.floor(pixel / width) / height);
  });
  return rgbImage(data, width, height);
}
const mask = (width: number, height: number, until: number) =>
  painted(width, height, (x) => (x < until ? 255 : 0));

describe('skinBeside', () => {
  // The lesion, left, is 100; the skin 180.
  const image = painted(200, 100, (x) => (x < 0.5 ? 100 : 180));

  it('cuts out what the mask leaves, and keeps away from its edge', () => {
    const skin = skinBeside(image, mask(200, 100, 0.5))!;
    expect(skin.width).toBe(skin.height);
    expect(skin.width).toBeGreaterThan(85);
    expect(skin.width).toBeLessThan(100);
    expect(new Set(skin.data)).toEqual(new Set([180]));
  });

  it('takes a mask of another size', () => {
    expect(skinBeside(image, mask(50, 25, 0.5))!.width).toBeGreaterThan(80);
  });

  it.each([
    ['too little is left', mask(200, 100, 0.88), image],
    ['nothing is left', mask(200, 100, 1), image],
    [
      'it is the dark rim',
      mask(200, 100, 0.5),
      painted(200, 100, (x, y) => (x > 0.9 && y > 0.5 ? 10 : 180)),
    ],
  ])('gives none where %s', (_name, covering, picture) => {
    expect(skinBeside(picture, covering)).toBeNull();
  });
});

it('readSkinBeside gives none for a mask that is not there', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'skin-'));
  const at = (name: string) => join(folder, name);
  const { data, width, height } = painted(64, 64, () => 180);
  await sharp(Buffer.from(data), { raw: { width, height, channels: 3 } }).toFile(at('a.png'));
  await writeFile(at('broken.png'), 'no');
  expect(await readSkinBeside(at('a.png'), at('none.png'))).toBeNull();
  expect(await readSkinBeside(at('a.png'), at('broken.png'))).toBeNull();
  // Its own mask: all of it is above 0.
  expect(await readSkinBeside(at('a.png'), at('a.png'))).toBeNull();
  await rm(folder, { recursive: true });
});
