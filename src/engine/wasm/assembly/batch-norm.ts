// Batch normalisation in training, over rows of channels: statistics of the batch, the
// normalised and limited output, and its gradients, in two passes over the data each way
// instead of the broadcasts of the layers package.
import { clamp, clampOne, floats, fma, gate } from './vector';

/** Rows of one partial sum, as in `addRows`. */
const ROWS: i32 = 64;

/**
 * Mean and (biased) variance of every channel of x [rows, channels] → mean, variance
 * [channels]. Two passes, so that a large mean costs no precision.
 */
export function normMoments(
  x: usize,
  rows: i32,
  channels: i32,
  mean: usize,
  variance: usize,
): void {
  memory.fill(mean, 0, floats(channels));
  memory.fill(variance, 0, floats(channels));
  const rowBytes = floats(channels);
  const share: f32 = <f32>1 / <f32>rows;
  for (let from = 0; from < rows; from += ROWS) {
    const count = min(ROWS, rows - from);
    const block = x + <usize>from * rowBytes;
    let c = 0;
    for (; c + 4 <= channels; c += 4) {
      let at = block + floats(c);
      let sum = f32x4.splat(0);
      for (let i = 0; i < count; i++) {
        sum = f32x4.add(sum, v128.load(at));
        at += rowBytes;
      }
      const target = mean + floats(c);
      v128.store(target, fma(sum, f32x4.splat(share), v128.load(target)));
    }
    for (; c < channels; c++) {
      let at = block + floats(c);
      let sum: f32 = 0;
      for (let i = 0; i < count; i++) {
        sum += load<f32>(at);
        at += rowBytes;
      }
      const target = mean + floats(c);
      store<f32>(target, load<f32>(target) + sum * share);
    }
  }
  for (let from = 0; from < rows; from += ROWS) {
    const count = min(ROWS, rows - from);
    const block = x + <usize>from * rowBytes;
    let c = 0;
    for (; c + 4 <= channels; c += 4) {
      let at = block + floats(c);
      const centre = v128.load(mean + floats(c));
      let sum = f32x4.splat(0);
      for (let i = 0; i < count; i++) {
        const d = f32x4.sub(v128.load(at), centre);
        sum = fma(d, d, sum);
        at += rowBytes;
      }
      const target = variance + floats(c);
      v128.store(target, fma(sum, f32x4.splat(share), v128.load(target)));
    }
    for (; c < channels; c++) {
      let at = block + floats(c);
      const centre = load<f32>(mean + floats(c));
      let sum: f32 = 0;
      for (let i = 0; i < count; i++) {
        const d = load<f32>(at) - centre;
        sum += d * d;
        at += rowBytes;
      }
      const target = variance + floats(c);
      store<f32>(target, load<f32>(target) + sum * share);
    }
  }
}

/** x · scale + shift per channel, limited to [lo, hi] → out [rows, channels]. */
export function normApply(
  x: usize,
  rows: i32,
  channels: i32,
  scale: usize,
  shift: usize,
  lo: f32,
  hi: f32,
  out: usize,
): void {
  const low = f32x4.splat(lo);
  const high = f32x4.splat(hi);
  for (let row = 0; row < rows; row++) {
    let c = 0;
    for (; c + 4 <= channels; c += 4) {
      const at = floats(c);
      const y = fma(v128.load(x + at), v128.load(scale + at), v128.load(shift + at));
      v128.store(out + at, clamp(y, low, high));
    }
    for (; c < channels; c++) {
      const at = floats(c);
      const y = load<f32>(x + at) * load<f32>(scale + at) + load<f32>(shift + at);
      store<f32>(out + at, clampOne(y, lo, hi));
    }
    x += floats(channels);
    out += floats(channels);
  }
}

/**
 * Σ dz and Σ dz · (x − mean) per channel, where dz is dy let through the limits that
 * x · scale + shift met → sums, products [channels].
 */
export function normGradientSums(
  dy: usize,
  x: usize,
  rows: i32,
  channels: i32,
  mean: usize,
  scale: usize,
  shift: usize,
  lo: f32,
  hi: f32,
  sums: usize,
  products: usize,
): void {
  memory.fill(sums, 0, floats(channels));
  memory.fill(products, 0, floats(channels));
  const low = f32x4.splat(lo);
  const high = f32x4.splat(hi);
  const rowBytes = floats(channels);
  for (let from = 0; from < rows; from += ROWS) {
    const count = min(ROWS, rows - from);
    const skip = <usize>from * rowBytes;
    let c = 0;
    for (; c + 4 <= channels; c += 4) {
      const here = floats(c);
      const m = v128.load(mean + here);
      const a = v128.load(scale + here);
      const b = v128.load(shift + here);
      let at = skip + here;
      let s = f32x4.splat(0);
      let p = f32x4.splat(0);
      for (let i = 0; i < count; i++) {
        const value = v128.load(x + at);
        const d = gate(v128.load(dy + at), fma(value, a, b), low, high);
        s = f32x4.add(s, d);
        p = fma(d, f32x4.sub(value, m), p);
        at += rowBytes;
      }
      v128.store(sums + here, f32x4.add(v128.load(sums + here), s));
      v128.store(products + here, f32x4.add(v128.load(products + here), p));
    }
    for (; c < channels; c++) {
      const here = floats(c);
      const m = load<f32>(mean + here);
      let at = skip + here;
      let s: f32 = 0;
      let p: f32 = 0;
      for (let i = 0; i < count; i++) {
        const value = load<f32>(x + at);
        const z = value * load<f32>(scale + here) + load<f32>(shift + here);
        if (z > lo && z < hi) {
          const d = load<f32>(dy + at);
          s += d;
          p += d * (value - m);
        }
        at += rowBytes;
      }
      store<f32>(sums + here, load<f32>(sums + here) + s);
      store<f32>(products + here, load<f32>(products + here) + p);
    }
  }
}

/**
 * Gradient of the input, scale · (dz − offset − (x − mean) · slope) per channel → out
 * [rows, channels]; `offset` is the mean of dz, `slope` that of dz · (x − mean) over the
 * variance.
 */
export function normGradient(
  dy: usize,
  x: usize,
  rows: i32,
  channels: i32,
  mean: usize,
  scale: usize,
  shift: usize,
  offset: usize,
  slope: usize,
  lo: f32,
  hi: f32,
  out: usize,
): void {
  const low = f32x4.splat(lo);
  const high = f32x4.splat(hi);
  for (let row = 0; row < rows; row++) {
    let c = 0;
    for (; c + 4 <= channels; c += 4) {
      const at = floats(c);
      const value = v128.load(x + at);
      const a = v128.load(scale + at);
      const d = gate(v128.load(dy + at), fma(value, a, v128.load(shift + at)), low, high);
      const centred = f32x4.sub(value, v128.load(mean + at));
      const pull = fma(centred, v128.load(slope + at), v128.load(offset + at));
      v128.store(out + at, f32x4.mul(a, f32x4.sub(d, pull)));
    }
    for (; c < channels; c++) {
      const at = floats(c);
      const value = load<f32>(x + at);
      const a = load<f32>(scale + at);
      const z = value * a + load<f32>(shift + at);
      const d: f32 = z > lo && z < hi ? load<f32>(dy + at) : 0;
      const pull = (value - load<f32>(mean + at)) * load<f32>(slope + at) + load<f32>(offset + at);
      store<f32>(out + at, a * (d - pull));
    }
    x += floats(channels);
    dy += floats(channels);
    out += floats(channels);
  }
}
