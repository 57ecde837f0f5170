import { describe, expect, it } from 'vitest';
import { assessQuality } from '../image/quality';
import { hashOf } from '../model/bundle';
import { drawLesion, drawnKinds } from './synthetic';

describe('drawLesion', () => {
  it('draws the same bytes on every host', () => {
    // Also checked in the browser; a change here changes the demo.
    const bytes = drawLesion('irregular', 1, 64).data;
    expect(hashOf(new Uint8Array(bytes.buffer))).toBe(
      hashOf(new Uint8Array(drawLesion('irregular', 1, 64).data.buffer)),
    );
    expect(drawLesion('irregular', 2, 64).data).not.toEqual(bytes);
  });

  it.each(drawnKinds)('draws a %s spot that is good enough to be judged', (kind) => {
    for (const seed of [1, 2, 3]) {
      expect(assessQuality(drawLesion(kind, seed)).findings).toEqual([]);
    }
  });

  it('draws the spot darker than the skin', () => {
    const { data, width } = drawLesion('even', 1, 64);
    const red = (x: number, y: number) => data[(y * width + x) * 3];
    expect(red(32, 32)).toBeLessThan(red(32, 6));
  });
});
