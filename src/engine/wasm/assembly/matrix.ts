// The two register tiles that all dense arithmetic goes through. Eight accumulators of four
// lanes leave room for the operands in the 15 vector registers V8 hands out; larger tiles
// spill and are slower (measured: 4×8 52, 4×12 49, 6×8 45, 5×8 47 GFLOP/s on one core).
import { clamp, floats, fma } from './vector';

/** Columns of a tile: packed operands come in panels this wide. */
export const PANEL = 8;

/** How a tile of the result starts. */
export const FROM_ZERO: i32 = 0;
export const FROM_BIAS: i32 = 1;
export const FROM_RESULT: i32 = 2;

/** Columns rounded up to whole panels. */
export function padded(columns: i32): i32 {
  return (columns + 7) & ~7;
}

/**
 * Packs a [rows, columns] matrix with any strides (floats) into panels of 8 columns, the
 * last one filled up with zeros; panels are `panelBytes` apart, [rows][8] each.
 */
export function packPanels(
  from: usize,
  rows: i32,
  columns: i32,
  rowStride: i32,
  columnStride: i32,
  to: usize,
  panelBytes: usize,
): void {
  for (let j = 0; j < columns; j += PANEL) {
    const width = min(PANEL, columns - j);
    const source = from + floats(j * columnStride);
    if (width == PANEL && columnStride == 1) packRows(source, rows, rowStride, to);
    else if (width == PANEL && rowStride == 1) packColumns(source, rows, columnStride, to);
    else packSingly(source, rows, width, rowStride, columnStride, to);
    to += panelBytes;
  }
}

function packRows(source: usize, rows: i32, rowStride: i32, to: usize): void {
  for (let i = 0; i < rows; i++) {
    v128.store(to, v128.load(source));
    v128.store(to, v128.load(source, 16), 16);
    source += floats(rowStride);
    to += 32;
  }
}

function packSingly(
  source: usize,
  rows: i32,
  width: i32,
  rowStride: i32,
  columnStride: i32,
  to: usize,
): void {
  for (let i = 0; i < rows; i++) {
    for (let k = 0; k < PANEL; k++) {
      const value = k < width ? load<f32>(source + floats(k * columnStride)) : <f32>0;
      store<f32>(to + floats(k), value);
    }
    source += floats(rowStride);
    to += 32;
  }
}

// Eight columns that lie in memory one after the other: turned four rows at a time.
function packColumns(source: usize, rows: i32, columnStride: i32, to: usize): void {
  const stride = floats(columnStride);
  let i = 0;
  for (; i + 4 <= rows; i += 4) {
    turnFour(source, stride, to);
    turnFour(source + 4 * stride, stride, to + 16);
    source += 16;
    to += 128;
  }
  packSingly(source, rows - i, PANEL, 1, columnStride, to);
}

// Four columns of four → four rows of four, 32 bytes apart.
function turnFour(source: usize, stride: usize, to: usize): void {
  const a = v128.load(source);
  const b = v128.load(source + stride);
  const c = v128.load(source + 2 * stride);
  const d = v128.load(source + 3 * stride);
  const ab = v128.shuffle<f32>(a, b, 0, 4, 1, 5);
  const cd = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
  v128.store(to, v128.shuffle<f32>(ab, cd, 0, 1, 4, 5));
  v128.store(to, v128.shuffle<f32>(ab, cd, 2, 3, 6, 7), 32);
  const ab2 = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
  const cd2 = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<f32>(ab2, cd2, 0, 1, 4, 5), 64);
  v128.store(to, v128.shuffle<f32>(ab2, cd2, 2, 3, 6, 7), 96);
}

/**
 * C[4, 8] (+)= A[4, K] · B[K, 8]. A's rows start at a0 … a3 and are `segments` runs of
 * `length` floats, `segmentStride` bytes apart; B is one packed panel. Starts from C
 * itself, from zero or from the 8 numbers at `bias`, and ends limited to [lo, hi].
 * Writes `rows` × `columns` of it, C's rows being `rowBytes` apart. `spare`: 128 bytes.
 */
export function rowTile(
  a0: usize,
  a1: usize,
  a2: usize,
  a3: usize,
  segments: i32,
  segmentStride: usize,
  length: i32,
  b: usize,
  c: usize,
  rowBytes: usize,
  rows: i32,
  columns: i32,
  start: i32,
  bias: usize,
  lo: f32,
  hi: f32,
  spare: usize,
): void {
  let c00 = f32x4.splat(0);
  let c01 = f32x4.splat(0);
  if (start == FROM_BIAS) {
    c00 = v128.load(bias);
    c01 = v128.load(bias, 16);
  }
  let c10 = c00;
  let c11 = c01;
  let c20 = c00;
  let c21 = c01;
  let c30 = c00;
  let c31 = c01;
  const bytes = floats(length);
  for (let s = 0; s < segments; s++) {
    const end = a0 + bytes;
    while (a0 < end) {
      const b0 = v128.load(b);
      const b1 = v128.load(b, 16);
      const r0 = v128.load_splat<f32>(a0);
      c00 = fma(r0, b0, c00);
      c01 = fma(r0, b1, c01);
      const r1 = v128.load_splat<f32>(a1);
      c10 = fma(r1, b0, c10);
      c11 = fma(r1, b1, c11);
      const r2 = v128.load_splat<f32>(a2);
      c20 = fma(r2, b0, c20);
      c21 = fma(r2, b1, c21);
      const r3 = v128.load_splat<f32>(a3);
      c30 = fma(r3, b0, c30);
      c31 = fma(r3, b1, c31);
      a0 += 4;
      a1 += 4;
      a2 += 4;
      a3 += 4;
      b += 32;
    }
    const skip = segmentStride - bytes;
    a0 += skip;
    a1 += skip;
    a2 += skip;
    a3 += skip;
  }
  const low = f32x4.splat(lo);
  const high = f32x4.splat(hi);
  const whole = rows == 4 && columns == PANEL;
  if (whole) {
    const p1 = c + rowBytes;
    const p2 = p1 + rowBytes;
    const p3 = p2 + rowBytes;
    if (start == FROM_RESULT) {
      c00 = f32x4.add(c00, v128.load(c));
      c01 = f32x4.add(c01, v128.load(c, 16));
      c10 = f32x4.add(c10, v128.load(p1));
      c11 = f32x4.add(c11, v128.load(p1, 16));
      c20 = f32x4.add(c20, v128.load(p2));
      c21 = f32x4.add(c21, v128.load(p2, 16));
      c30 = f32x4.add(c30, v128.load(p3));
      c31 = f32x4.add(c31, v128.load(p3, 16));
    }
    v128.store(c, clamp(c00, low, high));
    v128.store(c, clamp(c01, low, high), 16);
    v128.store(p1, clamp(c10, low, high));
    v128.store(p1, clamp(c11, low, high), 16);
    v128.store(p2, clamp(c20, low, high));
    v128.store(p2, clamp(c21, low, high), 16);
    v128.store(p3, clamp(c30, low, high));
    v128.store(p3, clamp(c31, low, high), 16);
    return;
  }
  v128.store(spare, c00);
  v128.store(spare, c01, 16);
  v128.store(spare, c10, 32);
  v128.store(spare, c11, 48);
  v128.store(spare, c20, 64);
  v128.store(spare, c21, 80);
  v128.store(spare, c30, 96);
  v128.store(spare, c31, 112);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      const at = c + floats(j);
      let value = load<f32>(spare + floats(i * PANEL + j));
      if (start == FROM_RESULT) value += load<f32>(at);
      store<f32>(at, min(max(value, lo), hi));
    }
    c += rowBytes;
  }
}

/**
 * C[4, 8] += Aᵀ · B over `lines` × `length` rows: A's row holds 4 neighbouring floats, its
 * rows are `step` bytes apart along a line and lines are `lineStride` bytes apart; B is a
 * packed panel. Adds rows `skip` … 3 and `columns` columns to C, rows `rowBytes` apart.
 */
export function columnTile(
  a: usize,
  step: usize,
  lineStride: usize,
  lines: i32,
  length: i32,
  b: usize,
  c: usize,
  rowBytes: usize,
  skip: i32,
  columns: i32,
  spare: usize,
): void {
  let c00 = f32x4.splat(0);
  let c01 = f32x4.splat(0);
  let c10 = f32x4.splat(0);
  let c11 = f32x4.splat(0);
  let c20 = f32x4.splat(0);
  let c21 = f32x4.splat(0);
  let c30 = f32x4.splat(0);
  let c31 = f32x4.splat(0);
  for (let line = 0; line < lines; line++) {
    let at = a;
    const end = b + ((<usize>length) << 5);
    while (b < end) {
      const b0 = v128.load(b);
      const b1 = v128.load(b, 16);
      const r0 = v128.load_splat<f32>(at);
      c00 = fma(r0, b0, c00);
      c01 = fma(r0, b1, c01);
      const r1 = v128.load_splat<f32>(at, 4);
      c10 = fma(r1, b0, c10);
      c11 = fma(r1, b1, c11);
      const r2 = v128.load_splat<f32>(at, 8);
      c20 = fma(r2, b0, c20);
      c21 = fma(r2, b1, c21);
      const r3 = v128.load_splat<f32>(at, 12);
      c30 = fma(r3, b0, c30);
      c31 = fma(r3, b1, c31);
      at += step;
      b += 32;
    }
    a += lineStride;
  }
  if (skip == 0 && columns == PANEL) {
    const p1 = c + rowBytes;
    const p2 = p1 + rowBytes;
    const p3 = p2 + rowBytes;
    v128.store(c, f32x4.add(v128.load(c), c00));
    v128.store(c, f32x4.add(v128.load(c, 16), c01), 16);
    v128.store(p1, f32x4.add(v128.load(p1), c10));
    v128.store(p1, f32x4.add(v128.load(p1, 16), c11), 16);
    v128.store(p2, f32x4.add(v128.load(p2), c20));
    v128.store(p2, f32x4.add(v128.load(p2, 16), c21), 16);
    v128.store(p3, f32x4.add(v128.load(p3), c30));
    v128.store(p3, f32x4.add(v128.load(p3, 16), c31), 16);
    return;
  }
  v128.store(spare, c00);
  v128.store(spare, c01, 16);
  v128.store(spare, c10, 32);
  v128.store(spare, c11, 48);
  v128.store(spare, c20, 64);
  v128.store(spare, c21, 80);
  v128.store(spare, c30, 96);
  v128.store(spare, c31, 112);
  for (let i = skip; i < 4; i++) {
    for (let j = 0; j < columns; j++) {
      const at = c + <usize>i * rowBytes + floats(j);
      store<f32>(at, load<f32>(at) + load<f32>(spare + floats(i * PANEL + j)));
    }
  }
}
