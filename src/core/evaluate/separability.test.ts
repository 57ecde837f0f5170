import { describe, expect, it } from 'vitest';
import { seededRandom } from '../random';
import { separability, type ProbeRow } from './separability';

const random = seededRandom('separability');
const rows = (n: number, gap: number): ProbeRow[] =>
  Array.from({ length: n }, (_, i) => {
    const isOne = i % 3 === 0;
    return {
      isOne,
      features: Float32Array.of(random.normal() + (isOne ? gap : 0), random.normal()),
    };
  });

describe('separability', () => {
  it('is near one for what lies apart, and near a half for what does not', () => {
    expect(separability(rows(200, 5), rows(200, 5))?.value).toBeGreaterThan(0.98);
    const nothing = separability(rows(400, 0), rows(400, 0))!;
    expect(nothing.low).toBeLessThan(0.5);
    expect(nothing.high).toBeGreaterThan(0.5);
  });

  it('says nothing where a class is missing', () => {
    const ones = rows(30, 1).filter(({ isOne }) => isOne);
    expect(separability(ones, rows(30, 1))).toBeNull();
    expect(separability(rows(30, 1), ones)).toBeNull();
  });
});
