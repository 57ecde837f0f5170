// Where the crop square may go: always inside the picture, never smaller than the model
// can use. All lengths in pixels of the picture.
import { qualityLimits } from '../../../core/image/quality';
import type { SquareCrop } from '../../../core/image/rgb-image';

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A corner of the square, as steps from its middle. */
export interface Corner {
  readonly name: string;
  readonly x: -1 | 1;
  readonly y: -1 | 1;
}

export const corners: readonly Corner[] = [
  { name: 'top-left', x: -1, y: -1 },
  { name: 'top-right', x: 1, y: -1 },
  { name: 'bottom-left', x: -1, y: 1 },
  { name: 'bottom-right', x: 1, y: 1 },
];

/** The smallest square: what the quality check lets through, and still big enough to grab. */
export function smallestSidePx({ width, height }: Size): number {
  const grabbable = Math.round(Math.max(width, height) / 8);
  return Math.min(width, height, Math.max(qualityLimits.tinySidePx, grabbable));
}

/** One step of a key or button. */
export function stepPx({ width, height }: Size, big: boolean): number {
  return Math.max(1, Math.round(Math.min(width, height) * (big ? 0.1 : 0.02)));
}

/** Shifts the square; it stops at the edges. */
export function moved(crop: SquareCrop, dx: number, dy: number, size: Size): SquareCrop {
  return {
    side: crop.side,
    left: clamp(Math.round(crop.left + dx), 0, size.width - crop.side),
    top: clamp(Math.round(crop.top + dy), 0, size.height - crop.side),
  };
}

/** Grows or shrinks the square around its middle; at an edge it slides along. */
export function resized(crop: SquareCrop, change: number, size: Size): SquareCrop {
  const side = allowedSide(crop.side + change, Math.min(size.width, size.height), size);
  const shift = (crop.side - side) / 2;
  return moved({ ...crop, side }, shift, shift, size);
}

/** Drags one corner by (dx, dy); the opposite corner stays where it is. */
export function cornerDragged(
  crop: SquareCrop,
  { x, y }: Corner,
  dx: number,
  dy: number,
  size: Size,
): SquareCrop {
  const right = crop.left + crop.side;
  const bottom = crop.top + crop.side;
  const room = Math.min(
    x > 0 ? size.width - crop.left : right,
    y > 0 ? size.height - crop.top : bottom,
  );
  // The mean of both directions follows a finger that does not move exactly diagonally.
  const side = allowedSide(crop.side + (dx * x + dy * y) / 2, room, size);
  return {
    side,
    left: x > 0 ? crop.left : right - side,
    top: y > 0 ? crop.top : bottom - side,
  };
}

function allowedSide(wanted: number, room: number, size: Size): number {
  return clamp(Math.round(wanted), Math.min(smallestSidePx(size), room), room);
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}
