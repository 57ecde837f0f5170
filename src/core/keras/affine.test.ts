// Against golden vectors computed outside of this project with NumPy and SciPy, for both
// of Keras's conventions, and against cases worked by hand.
import { describe, expect, it } from 'vitest';
import { rgbImage } from '../image/rgb-image';
import { affineMatrix, transformChannel, transformImage, type FillMode } from './affine';
import golden from './affine-golden.json';

const still = { theta: 0, tx: 0, ty: 0, shear: 0, zx: 1, zy: 1 };
const size = { width: 6, height: 5 };

describe('golden vectors', () => {
  const cases = golden.cases.flatMap(({ params, ...by }) =>
    (
      [
        ['1.1.2', by.v112],
        ['master', by.master],
      ] as const
    ).map(([convention, wanted]) => ({ name: JSON.stringify(params), params, convention, wanted })),
  );
  it('has six cases', () => expect(cases).toHaveLength(12));

  it.each(cases)('$name in $convention', ({ params, convention, wanted }) => {
    const matrix = affineMatrix({ ...still, ...params }, size, convention);
    const [first, second] = wanted.A;
    [...first, ...second].forEach((value, i) => expect(matrix[i]).toBeCloseTo(value, 8));
    const out = transformChannel(golden.input.flat(), size, matrix, 'nearest');
    wanted.out.flat().forEach((value, i) => expect(out[i]).toBeCloseTo(value, 4));
  });
});

describe('by hand', () => {
  it('a quarter turn takes rows to columns', () => {
    const matrix = affineMatrix({ ...still, theta: 90 }, { width: 3, height: 3 }, 'master');
    const out = transformChannel(
      [1, 2, 3, 4, 5, 6, 7, 8, 9],
      { width: 3, height: 3 },
      matrix,
      'nearest',
    );
    // in(row, column) = (1 + (column − 1), 1 − (row − 1)): the right column becomes the top row.
    expect([...out].map(Math.round)).toEqual([3, 6, 9, 2, 5, 8, 1, 4, 7]);
  });

  const line = { width: 4, height: 1 };
  // Looks one and a half to the left, so −1.5, −0.5, 0.5, 1.5 along 10, 20, 30, 40.
  const toTheLeft = [1, 0, 0, 0, 1, -1.5] as const;
  const toTheRight = [1, 0, 0, 0, 1, 2.5] as const;
  it.each([
    ['nearest', [10, 10, 15, 25], [35, 40, 40, 40]],
    ['constant', [7, 7, 15, 25], [35, 7, 7, 7]],
    // 20 10 | 10 20 30 40 | 40 30 20 10
    ['reflect', [15, 10, 15, 25], [35, 40, 35, 25]],
    // Period 3: −1.5 → 1.5, −0.5 → 2.5; 3.5 → 0.5, 4.5 → 1.5, 5.5 → 2.5.
    ['wrap', [25, 35, 15, 25], [35, 15, 25, 35]],
  ] as [FillMode, number[], number[]][])('%s, outside', (mode, left, right) => {
    const values = [10, 20, 30, 40];
    expect([...transformChannel(values, line, toTheLeft, mode, 7)]).toEqual(left);
    expect([...transformChannel(values, line, toTheRight, mode, 7)]).toEqual(right);
  });

  it('one pixel wraps to itself', () => {
    const one = { width: 1, height: 1 };
    expect([...transformChannel([5], one, toTheLeft, 'wrap')]).toEqual([5]);
  });

  it('moves the three colours of a picture together, and rounds', () => {
    const image = rgbImage(Uint8ClampedArray.of(0, 10, 20, 101, 111, 121), 2, 1);
    const half = transformImage(image, [1, 0, 0, 0, 1, 0.5], 'nearest');
    expect([...half.data]).toEqual([50, 60, 70, 101, 111, 121]);
  });
});
