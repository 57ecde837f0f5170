import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { qualityLimits } from '../../../core/image/quality';
import { centreSquare, type SquareCrop } from '../../../core/image/rgb-image';
import { cornerDragged, corners, moved, resized, smallestSidePx, type Size } from './crop-geometry';

const size = { width: 800, height: 600 };
const crop = { left: 100, top: 100, side: 200 };

describe('the square', () => {
  it('moves, and stops at the edges', () => {
    expect(moved(crop, 10, -20, size)).toEqual({ left: 110, top: 80, side: 200 });
    expect(moved(crop, -500, 9000, size)).toEqual({ left: 0, top: 400, side: 200 });
  });

  it('grows around its middle, and slides along at an edge', () => {
    expect(resized(crop, 40, size)).toEqual({ left: 80, top: 80, side: 240 });
    expect(resized({ left: 0, top: 0, side: 200 }, 40, size)).toEqual({
      left: 0,
      top: 0,
      side: 240,
    });
  });

  it('stays big enough to judge', () => {
    expect(resized(crop, -1000, size).side).toBe(100);
    expect(smallestSidePx({ width: 300, height: 200 })).toBe(qualityLimits.tinySidePx);
    expect(smallestSidePx({ width: 50, height: 40 })).toBe(40);
  });

  it('keeps the opposite corner when a corner is dragged', () => {
    expect(cornerDragged(crop, corners[0], -50, -50, size)).toEqual({
      left: 50,
      top: 50,
      side: 250,
    });
    expect(cornerDragged(crop, corners[3], 30, 10, size)).toEqual({
      left: 100,
      top: 100,
      side: 220,
    });
  });

  it('never leaves the picture, whatever is done to it', () => {
    const sizes = fc.record({
      width: fc.integer({ min: 1, max: 3000 }),
      height: fc.integer({ min: 1, max: 3000 }),
    });
    const steps = fc.array(
      fc.tuple(
        fc.integer({ min: 0, max: 5 }),
        fc.integer({ min: -4000, max: 4000 }),
        fc.integer({ min: -4000, max: 4000 }),
      ),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(sizes, steps, (any, moves) => {
        const end = moves.reduce((at, step) => apply(at, step, any), centreSquare(any));
        expect(end.left).toBeGreaterThanOrEqual(0);
        expect(end.top).toBeGreaterThanOrEqual(0);
        expect(end.side).toBeGreaterThan(0);
        expect(end.left + end.side).toBeLessThanOrEqual(any.width);
        expect(end.top + end.side).toBeLessThanOrEqual(any.height);
      }),
    );
  });
});

function apply(at: SquareCrop, [kind, dx, dy]: [number, number, number], any: Size): SquareCrop {
  if (kind === 4) return moved(at, dx, dy, any);
  if (kind === 5) return resized(at, dx, any);
  return cornerDragged(at, corners[kind], dx, dy, any);
}
