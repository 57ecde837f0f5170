import { describe, expect, it } from 'vitest';
import { sampleOf } from '../../src/core/figures/testing';
import { drawSubset } from './subset';

const samples = Array.from({ length: 120 }, (_, i) =>
  sampleOf({
    file: `${i}.jpg`,
    split: (['train', 'val', 'test'] as const)[i % 3],
    target: i % 4 === 0 ? 'malignant' : 'benign',
  }),
);

describe('drawSubset', () => {
  it('draws as many as are wanted, and passes test', () => {
    const chosen = drawSubset(samples, { train: [12, 4], val: [5, 5] });
    const count = (split: string, target: string) =>
      chosen.filter((sample) => sample.split === split && sample.target === target).length;
    expect([count('train', 'benign'), count('train', 'malignant')]).toEqual([12, 4]);
    expect([count('val', 'benign'), count('val', 'malignant')]).toEqual([5, 5]);
    expect(chosen.filter(({ split }) => split === 'test')).toHaveLength(40);
  });

  it('gives a larger need what a smaller one has, and more', () => {
    const files = (benign: number) =>
      drawSubset(samples, { train: [benign, 3], val: [1, 1] }).map(({ file }) => file);
    expect(new Set(files(20))).toEqual(new Set([...files(8), ...files(20)]));
    expect(files(8)).toEqual(files(8));
  });

  it('says where there are too few', () => {
    expect(() => drawSubset(samples, { train: [1, 11], val: [1, 1] })).toThrow(
      'train has 10 malignant pictures, 11 are needed',
    );
  });
});
