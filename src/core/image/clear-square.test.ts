import fc from 'fast-check';
import { expect, it } from 'vitest';
import { largestClearSquare } from './clear-square';

it('finds the square beside a blot', () => {
  const rows = ['......', '.##...', '.##...', '......'];
  const covered = rows.flatMap((row) => [...row].map((sign) => Number(sign === '#')));
  expect(largestClearSquare(covered, 6, 4)).toEqual({ left: 3, top: 0, side: 3 });
  expect(largestClearSquare([1, 1], 2, 1)).toBeNull();
});

it('is clear, and no larger one is', () => {
  const mask = fc.array(fc.nat(1), { minLength: 35, maxLength: 35 });
  fc.assert(
    fc.property(mask, (covered) => {
      const isClear = (left: number, top: number, side: number) => {
        for (let y = top; y < top + side; y++)
          for (let x = left; x < left + side; x++) if (covered[y * 7 + x]) return false;
        return true;
      };
      const best = largestClearSquare(covered, 7, 5);
      if (best) expect(isClear(best.left, best.top, best.side)).toBe(true);
      const side = (best?.side ?? 0) + 1;
      for (let top = 0; top + side <= 5; top++)
        for (let left = 0; left + side <= 7; left++) expect(isClear(left, top, side)).toBe(false);
    }),
  );
});
