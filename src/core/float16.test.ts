import { describe, expect, it } from 'vitest';
import { readHalves, writeHalves } from './float16';

// IEEE 754-2019, binary16: 1.0 is 0x3c00, 2⁻²⁴ the smallest subnormal, 65504 the largest.
const cases: [number, number][] = [
  [0, 0x0000],
  [-0, 0x8000],
  [1, 0x3c00],
  [-2, 0xc000],
  [2 ** -24, 0x0001],
  [65504, 0x7bff],
  // Halfway between 1 and 1 + 2⁻¹⁰: to even.
  [1 + 2 ** -11, 0x3c00],
];

describe('halves', () => {
  it.each(cases)('%d is stored as %d', (value, bits) => {
    const bytes = writeHalves(Float32Array.of(value));
    expect([...bytes]).toEqual([bits & 0xff, bits >> 8]);
  });

  it('come back as the nearest half, from an odd offset too', () => {
    const values = Float32Array.of(0.1, -3.3, 1000.7, 6e-8);
    const bytes = writeHalves(values);
    const shifted = new Uint8Array(bytes.length + 1);
    shifted.set(bytes, 1);
    for (const stored of [bytes, shifted.subarray(1)]) {
      const back = new Float32Array(4);
      readHalves(stored, back);
      back.forEach((value, i) => {
        expect(Math.abs(value - values[i])).toBeLessThanOrEqual(
          Math.max(Math.abs(values[i]) * 2 ** -11, 2 ** -25),
        );
      });
    }
  });

  it.each([NaN, Infinity, 70_000, -65_520])('refuse %d', (value) => {
    expect(() => writeHalves(Float32Array.of(1, value))).toThrow(/at 1 has no finite half/);
  });

  it('refuse a target of another size', () => {
    expect(() => readHalves(new Uint8Array(3), new Float32Array(2))).toThrow(RangeError);
  });
});
