// Element-wise gradients and sums: bound by memory, so each goes over its data once.
import { floats, gate } from './vector';

/**
 * Gradient of an activation that limits its output to [lo, hi] (relu, relu6), told from
 * the output: dy where lo < y < hi, else 0 → out, `size` floats; out may be dy.
 */
export function activationGradient(
  dy: usize,
  y: usize,
  size: i32,
  lo: f32,
  hi: f32,
  out: usize,
): void {
  const low = f32x4.splat(lo);
  const high = f32x4.splat(hi);
  const end = out + floats(size & ~3);
  while (out < end) {
    v128.store(out, gate(v128.load(dy), v128.load(y), low, high));
    dy += 16;
    y += 16;
    out += 16;
  }
  for (let i = size & ~3; i < size; i++) {
    const value = load<f32>(y);
    store<f32>(out, value > lo && value < hi ? load<f32>(dy) : 0);
    dy += 4;
    y += 4;
    out += 4;
  }
}

/** Rows summed in one go before they are added to the rest: keeps float32 sums accurate. */
const ROWS: i32 = 64;

/**
 * Sums x [outer, rows, columns] over its rows, times `scale` → out [outer, columns].
 * Partial sums of 64 rows keep the rounding error near that of pairwise summation.
 */
export function addRows(
  x: usize,
  outer: i32,
  rows: i32,
  columns: i32,
  scale: f32,
  out: usize,
): void {
  const rowBytes = floats(columns);
  const wide = columns & ~3;
  const factor = f32x4.splat(scale);
  memory.fill(out, 0, floats(outer * columns));
  for (let n = 0; n < outer; n++) {
    for (let from = 0; from < rows; from += ROWS) {
      const count = min(ROWS, rows - from);
      for (let c = 0; c < wide; c += 4) {
        let at = x + floats(c);
        let sum = f32x4.splat(0);
        for (let i = 0; i < count; i++) {
          sum = f32x4.add(sum, v128.load(at));
          at += rowBytes;
        }
        const target = out + floats(c);
        v128.store(target, f32x4.add(v128.load(target), sum));
      }
      for (let c = wide; c < columns; c++) {
        let at = x + floats(c);
        let sum: f32 = 0;
        for (let i = 0; i < count; i++) {
          sum += load<f32>(at);
          at += rowBytes;
        }
        const target = out + floats(c);
        store<f32>(target, load<f32>(target) + sum);
      }
      x += <usize>count * rowBytes;
    }
    if (scale != 1) {
      for (let c = 0; c < wide; c += 4) {
        const target = out + floats(c);
        v128.store(target, f32x4.mul(v128.load(target), factor));
      }
      for (let c = wide; c < columns; c++) {
        const target = out + floats(c);
        store<f32>(target, load<f32>(target) * scale);
      }
    }
    out += rowBytes;
  }
}
