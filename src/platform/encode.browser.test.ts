import { expect, it } from 'vitest';
import { drawLesion } from '../core/data/synthetic';
import { decodePicture } from './decode';
import { encodeJpeg } from './encode';

it('writes pixels to a JPEG that shows the same picture', async () => {
  const image = drawLesion('even', 1, 64);
  const file = await encodeJpeg(image);
  expect(file.type).toBe('image/jpeg');
  const again = await decodePicture(file);
  expect([again.width, again.height]).toEqual([64, 64]);
  const off = image.data.map((value, i) => Math.abs(value - again.data[i]));
  expect(off.reduce((sum, value) => sum + value, 0) / off.length).toBeLessThan(6);
});
