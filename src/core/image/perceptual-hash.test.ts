import { describe, expect, it } from 'vitest';
import { drawLesion } from '../data/synthetic';
import { throughJpeg } from './jpeg';
import { HASH_WORDS, hashDistance, perceptualHash } from './perceptual-hash';
import { resize } from './resize';
import { rgbImage } from './rgb-image';

describe('perceptualHash', () => {
  const image = drawLesion('irregular', 1, 240);

  it('hardly changes with size, compression and brightness', () => {
    const { data, width, height } = throughJpeg(resize(image, 150, 150, 'area'), 50);
    const brighter = rgbImage(
      data.map((value) => 1.05 * value),
      width,
      height,
    );
    const distance = hashDistance(perceptualHash(image), perceptualHash(brighter));
    expect(distance).toBeLessThanOrEqual(20);
  });

  it('differs from picture to picture, mirrored ones too', () => {
    const mirrored = rgbImage(
      image.data.map((_, at) => {
        const pixel = Math.floor(at / 3);
        const row = pixel - (pixel % 240);
        return image.data[3 * (row + 239 - (pixel % 240)) + (at % 3)];
      }),
      240,
      240,
    );
    for (const other of [drawLesion('irregular', 2, 240), drawLesion('even', 1, 240), mirrored]) {
      expect(hashDistance(perceptualHash(image), perceptualHash(other))).toBeGreaterThan(20);
    }
  });

  it('has a bit for each brighter neighbour', () => {
    // Brightness rises from left to right and is even from top to bottom: every other bit.
    const ramp = rgbImage(
      Uint8ClampedArray.from({ length: 12 * 12 * 3 }, (_, at) => 20 * (Math.floor(at / 3) % 12)),
      12,
      12,
    );
    const words = [...perceptualHash(ramp)];
    expect(words.slice(0, 7)).toEqual(Array(7).fill(0x55555555));
    // 11 · 11 cells give 242 bits, so 18 of the last word's.
    expect(words[7]).toBe(0x15555);
  });
});

describe('hashDistance', () => {
  it('counts bits, also of hashes in the middle of an array', () => {
    const hashes = new Uint32Array(3 * HASH_WORDS);
    hashes.set([0xffffffff, 0b1011], HASH_WORDS);
    expect(hashDistance(hashes, hashes, 0, HASH_WORDS)).toBe(35);
    expect(hashDistance(hashes, hashes, 0, 2 * HASH_WORDS)).toBe(0);
  });

  it('stops where it is enough', () => {
    const all = new Uint32Array(HASH_WORDS).fill(0xffffffff);
    expect(hashDistance(all, new Uint32Array(HASH_WORDS), 0, 0, 20)).toBe(32);
    expect(hashDistance(all, new Uint32Array(HASH_WORDS))).toBe(256);
  });
});
