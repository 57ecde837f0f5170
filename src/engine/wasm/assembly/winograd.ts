// Tiles of pictures and filters, taken through the transforms of Winograd's minimal
// filtering: a convolution with filters of m × m taps, for m × m outputs at once, becomes
// (2m − 1)² products of numbers instead of m⁴ (Winograd 1980; for networks Lavin and Gray,
// "Fast Algorithms for Convolutional Neural Networks", 2016). Evaluated at 0, 1, −1, 2 and ∞
// for m = 3, at 0, 1 and ∞ for m = 2.
import { clamp, floats } from './vector';

/** What a transform does: rows of the matrices Bᵀ, A, G, Aᵀ and Gᵀ of the literature. */
const INPUT: i32 = 0;
const GRADIENT: i32 = 1;
const FILTER: i32 = 2;
const OUTPUT: i32 = 3;
const FILTER_GRADIENT: i32 = 4;

/**
 * Tiles of x [batch, height, width, channels], `m` apart and `m` wide (2m − 1 for `INPUT`,
 * so that they overlap), zero beyond the edges → (2m − 1)² planes, each [batch, rows,
 * columns, channels]. `buffer`: 1 KiB.
 */
export function toPlanes(
  kind: i32,
  m: i32,
  x: usize,
  batch: i32,
  height: i32,
  width: i32,
  channels: i32,
  planes: usize,
  rows: i32,
  columns: i32,
  buffer: usize,
): void {
  const side = 2 * m - 1;
  const size = kind == INPUT ? side : m;
  const pixel = floats(channels);
  const lineBytes = <usize>width * pixel;
  const planeBytes = <usize>(batch * rows * columns) * pixel;
  const between = buffer + 400;
  let target = planes;
  for (let n = 0; n < batch; n++) {
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        const top = row * m;
        const left = column * m;
        const corner = x + <usize>((n * height + top) * width + left) * pixel;
        const isInside = top + size <= height && left + size <= width;
        for (let c = 0; c < channels; c += 4) {
          const lanes = min(4, channels - c);
          let from = corner + floats(c);
          let fromLine = lineBytes;
          let fromPixel = pixel;
          if (!isInside || lanes < 4) {
            gather(from, lineBytes, pixel, size, height - top, width - left, lanes, buffer);
            from = buffer;
            fromLine = (<usize>size) << 4;
            fromPixel = 16;
          }
          for (let i = 0; i < size; i++) {
            transform(
              kind,
              m,
              from + <usize>i * fromLine,
              fromPixel,
              between + ((<usize>(i * side)) << 4),
              16,
            );
          }
          const stride = (<usize>side) << 4;
          let to = target + floats(c);
          let toColumn = planeBytes;
          let toLine = <usize>side * planeBytes;
          if (lanes < 4) {
            to = buffer;
            toColumn = 16;
            toLine = stride;
          }
          for (let k = 0; k < side; k++) {
            transform(
              kind,
              m,
              between + ((<usize>k) << 4),
              stride,
              to + <usize>k * toColumn,
              toLine,
            );
          }
          if (lanes == 4) continue;
          for (let p = 0; p < side * side; p++) {
            storeLanes(
              target + <usize>p * planeBytes + floats(c),
              v128.load(buffer + ((<usize>p) << 4)),
              lanes,
            );
          }
        }
        target += pixel;
      }
    }
  }
}

/**
 * (2m − 1)² planes, each [batch, rows, columns, channels] → tiles of `m` × `m`, side by side
 * in out [batch, height, width, channels] and cut off at its edges; added to what is there
 * where `add`, else plus bias (0: none) and limited to [lo, hi]. `buffer`: 1 KiB.
 */
export function fromPlanes(
  kind: i32,
  m: i32,
  planes: usize,
  batch: i32,
  rows: i32,
  columns: i32,
  channels: i32,
  add: i32,
  bias: usize,
  lo: f32,
  hi: f32,
  out: usize,
  height: i32,
  width: i32,
  buffer: usize,
): void {
  const side = 2 * m - 1;
  const pixel = floats(channels);
  const planeBytes = <usize>(batch * rows * columns) * pixel;
  const between = buffer + 400;
  const low = f32x4.splat(lo);
  const high = f32x4.splat(hi);
  const stride = (<usize>m) << 4;
  let source = planes;
  for (let n = 0; n < batch; n++) {
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        const top = row * m;
        const left = column * m;
        const corner = out + <usize>((n * height + top) * width + left) * pixel;
        const down = min(m, height - top);
        const across = min(m, width - left);
        for (let c = 0; c < channels; c += 4) {
          const lanes = min(4, channels - c);
          let from = source + floats(c);
          let step = planeBytes;
          if (lanes < 4) {
            for (let p = 0; p < side * side; p++) {
              v128.store(
                buffer + ((<usize>p) << 4),
                loadLanes(from + <usize>p * planeBytes, lanes),
              );
            }
            from = buffer;
            step = 16;
          }
          for (let i = 0; i < side; i++) {
            transform(
              kind,
              m,
              from + <usize>(i * side) * step,
              step,
              between + <usize>i * stride,
              16,
            );
          }
          for (let k = 0; k < across; k++) {
            transform(
              kind,
              m,
              between + ((<usize>k) << 4),
              stride,
              buffer + ((<usize>k) << 4),
              stride,
            );
          }
          const start = bias ? loadLanes(bias + floats(c), lanes) : f32x4.splat(0);
          for (let i = 0; i < down; i++) {
            for (let k = 0; k < across; k++) {
              const at = corner + <usize>(i * width + k) * pixel + floats(c);
              const value = v128.load(buffer + ((<usize>(i * m + k)) << 4));
              const sum = f32x4.add(value, add ? loadLanes(at, lanes) : start);
              storeLanes(at, clamp(sum, low, high), lanes);
            }
          }
        }
        source += pixel;
      }
    }
  }
}

// One line of four channels, `step` bytes apart, through the one-dimensional transform.
function transform(kind: i32, m: i32, from: usize, step: usize, to: usize, toStep: usize): void {
  if (m == 3) {
    if (kind == INPUT) inputOfThree(from, step, to, toStep);
    else if (kind == OUTPUT) outputOfThree(from, step, to, toStep);
    else if (kind == GRADIENT) gradientOfThree(from, step, to, toStep);
    else if (kind == FILTER) filterOfThree(from, step, to, toStep);
    else filterGradientOfThree(from, step, to, toStep);
    return;
  }
  if (kind == INPUT) inputOfTwo(from, step, to, toStep);
  else if (kind == OUTPUT || kind == FILTER_GRADIENT) joinTwo(from, step, to, toStep);
  else spreadTwo(from, step, to, toStep);
}

function inputOfThree(from: usize, step: usize, to: usize, toStep: usize): void {
  const d1 = v128.load(from + step);
  const d2 = v128.load(from + 2 * step);
  const d3 = v128.load(from + 3 * step);
  const two = f32x4.splat(2);
  const a = f32x4.sub(d3, d2);
  const twiceD1 = f32x4.mul(two, d1);
  const t3 = f32x4.sub(d3, d1);
  v128.store(to, f32x4.sub(f32x4.mul(two, f32x4.sub(v128.load(from), d2)), f32x4.sub(d1, d3)));
  v128.store(to + toStep, f32x4.sub(a, twiceD1));
  v128.store(to + 2 * toStep, f32x4.add(f32x4.sub(a, f32x4.mul(two, d2)), twiceD1));
  v128.store(to + 3 * toStep, t3);
  const d4 = v128.load(from + 4 * step);
  v128.store(to + 4 * toStep, f32x4.sub(f32x4.sub(d4, d2), f32x4.mul(two, t3)));
}

function outputOfThree(from: usize, step: usize, to: usize, toStep: usize): void {
  const m1 = v128.load(from + step);
  const m2 = v128.load(from + 2 * step);
  const m3 = v128.load(from + 3 * step);
  const sum = f32x4.add(m1, m2);
  const twice = f32x4.add(m3, m3);
  v128.store(to, f32x4.add(f32x4.add(v128.load(from), sum), m3));
  v128.store(to + toStep, f32x4.add(f32x4.sub(m1, m2), twice));
  const m4 = v128.load(from + 4 * step);
  v128.store(to + 2 * toStep, f32x4.add(f32x4.add(sum, m4), f32x4.add(twice, twice)));
}

function gradientOfThree(from: usize, step: usize, to: usize, toStep: usize): void {
  const y0 = v128.load(from);
  const y1 = v128.load(from + step);
  const y2 = v128.load(from + 2 * step);
  const even = f32x4.add(y0, y2);
  v128.store(to, y0);
  v128.store(to + toStep, f32x4.add(even, y1));
  v128.store(to + 2 * toStep, f32x4.sub(even, y1));
  const twice = f32x4.add(y1, f32x4.add(y2, y2));
  v128.store(to + 3 * toStep, f32x4.add(y0, f32x4.add(twice, twice)));
  v128.store(to + 4 * toStep, y2);
}

function filterOfThree(from: usize, step: usize, to: usize, toStep: usize): void {
  gradientOfThree(from, step, to, toStep);
  scale(to, 0.5);
  scale(to + toStep, -0.5);
  scale(to + 2 * toStep, <f32>(-1.0 / 6.0));
  scale(to + 3 * toStep, <f32>(1.0 / 6.0));
}

function scale(at: usize, by: f32): void {
  v128.store(at, f32x4.mul(v128.load(at), f32x4.splat(by)));
}

function filterGradientOfThree(from: usize, step: usize, to: usize, toStep: usize): void {
  const u0 = v128.load(from);
  const u1 = v128.load(from + step);
  const sixth = f32x4.splat(<f32>(1.0 / 6.0));
  const u2 = f32x4.mul(v128.load(from + 2 * step), sixth);
  const u3 = f32x4.mul(v128.load(from + 3 * step), sixth);
  const u4 = v128.load(from + 4 * step);
  const half = f32x4.splat(0.5);
  const minus = f32x4.mul(u1, half);
  const twice = f32x4.add(u3, u3);
  v128.store(to, f32x4.add(f32x4.sub(f32x4.mul(u0, half), minus), f32x4.sub(u3, u2)));
  v128.store(to + toStep, f32x4.add(f32x4.sub(u2, minus), twice));
  v128.store(
    to + 2 * toStep,
    f32x4.add(f32x4.sub(u4, f32x4.add(minus, u2)), f32x4.add(twice, twice)),
  );
}

function inputOfTwo(from: usize, step: usize, to: usize, toStep: usize): void {
  const d1 = v128.load(from + step);
  v128.store(to, f32x4.sub(v128.load(from), d1));
  v128.store(to + toStep, d1);
  v128.store(to + 2 * toStep, f32x4.sub(v128.load(from + 2 * step), d1));
}

function joinTwo(from: usize, step: usize, to: usize, toStep: usize): void {
  const m1 = v128.load(from + step);
  v128.store(to, f32x4.add(v128.load(from), m1));
  v128.store(to + toStep, f32x4.add(m1, v128.load(from + 2 * step)));
}

function spreadTwo(from: usize, step: usize, to: usize, toStep: usize): void {
  const y0 = v128.load(from);
  const y1 = v128.load(from + step);
  v128.store(to, y0);
  v128.store(to + toStep, f32x4.add(y0, y1));
  v128.store(to + 2 * toStep, y1);
}

// A tile with zeros beyond `down` rows and `across` columns, and for lanes that are not there.
function gather(
  from: usize,
  lineBytes: usize,
  pixel: usize,
  size: i32,
  down: i32,
  across: i32,
  lanes: i32,
  buffer: usize,
): void {
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < size; k++) {
      const value =
        i < down && k < across
          ? loadLanes(from + <usize>i * lineBytes + <usize>k * pixel, lanes)
          : f32x4.splat(0);
      v128.store(buffer + ((<usize>(i * size + k)) << 4), value);
    }
  }
}

function loadLanes(at: usize, lanes: i32): v128 {
  if (lanes == 4) return v128.load(at);
  let value = v128.load32_zero(at);
  if (lanes > 1) value = v128.load32_lane(at + 4, value, 1);
  if (lanes > 2) value = v128.load32_lane(at + 8, value, 2);
  return value;
}

function storeLanes(at: usize, value: v128, lanes: i32): void {
  if (lanes == 4) {
    v128.store(at, value);
    return;
  }
  v128.store32_lane(at, value, 0);
  if (lanes > 1) v128.store32_lane(at + 4, value, 1);
  if (lanes > 2) v128.store32_lane(at + 8, value, 2);
}
