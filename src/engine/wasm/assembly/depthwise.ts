// Depthwise convolutions: every channel has its own small filter, [height, width,
// channels]. They do little arithmetic for what they read, so the loops keep four output
// pixels in registers to read each weight once for all of them.
import { clamp, clampOne, floats, fma } from './vector';

/** First and one past the last output column whose taps all lie inside the picture. */
function innerFrom(padding: i32, stride: i32): i32 {
  return padding <= 0 ? 0 : (padding + stride - 1) / stride;
}
function innerTo(width: i32, filterWidth: i32, padding: i32, stride: i32, outWidth: i32): i32 {
  const room = width - filterWidth + padding;
  return room < 0 ? 0 : min(outWidth, room / stride + 1);
}

/**
 * x [batch, height, width, channels] ∗ filter + bias, limited to [lo, hi] → out [batch,
 * outHeight, outWidth, channels]. Pixels outside count as 0. bias 0: none.
 */
export function depthwise(
  x: usize,
  batch: i32,
  height: i32,
  width: i32,
  channels: i32,
  filter: usize,
  filterHeight: i32,
  filterWidth: i32,
  strideHeight: i32,
  strideWidth: i32,
  top: i32,
  left: i32,
  bias: usize,
  lo: f32,
  hi: f32,
  out: usize,
  outHeight: i32,
  outWidth: i32,
): void {
  const pixel = floats(channels);
  const low = f32x4.splat(lo);
  const high = f32x4.splat(hi);
  const from = min(innerFrom(left, strideWidth), outWidth);
  const to = max(from, innerTo(width, filterWidth, left, strideWidth, outWidth));
  const wide = channels & ~3;
  const step = <usize>strideWidth * pixel;
  for (let n = 0; n < batch; n++) {
    for (let oh = 0; oh < outHeight; oh++) {
      const ih = oh * strideHeight - top;
      const i0 = max(0, -ih);
      const i1 = min(filterHeight, height - ih);
      const line = out + floats((n * outHeight + oh) * outWidth * channels);
      const picture = x + floats(n * height * width * channels);
      for (let ow = 0; ow < outWidth; ow++) {
        const inner = ow >= from && ow + 4 <= to;
        const iw = ow * strideWidth - left;
        const j0 = inner ? 0 : max(0, -iw);
        const j1 = inner ? filterWidth : min(filterWidth, width - iw);
        const target = line + <usize>ow * pixel;
        for (let c = 0; c < wide; c += 4) {
          const b = bias ? v128.load(bias + floats(c)) : f32x4.splat(0);
          let s0 = b;
          let s1 = b;
          let s2 = b;
          let s3 = b;
          for (let i = i0; i < i1; i++) {
            let at = picture + floats(((ih + i) * width + iw + j0) * channels + c);
            let weight = filter + floats((i * filterWidth + j0) * channels + c);
            for (let j = j0; j < j1; j++) {
              const w = v128.load(weight);
              s0 = fma(v128.load(at), w, s0);
              if (inner) {
                s1 = fma(v128.load(at + step), w, s1);
                s2 = fma(v128.load(at + 2 * step), w, s2);
                s3 = fma(v128.load(at + 3 * step), w, s3);
              }
              at += pixel;
              weight += pixel;
            }
          }
          const p = target + floats(c);
          v128.store(p, clamp(s0, low, high));
          if (inner) {
            v128.store(p + pixel, clamp(s1, low, high));
            v128.store(p + 2 * pixel, clamp(s2, low, high));
            v128.store(p + 3 * pixel, clamp(s3, low, high));
          }
        }
        const pixels = inner ? 4 : 1;
        for (let c = wide; c < channels; c++) {
          for (let q = 0; q < pixels; q++) {
            let sum = bias ? load<f32>(bias + floats(c)) : <f32>0;
            for (let i = i0; i < i1; i++) {
              for (let j = j0; j < j1; j++) {
                const column = iw + q * strideWidth + j;
                sum +=
                  load<f32>(picture + floats(((ih + i) * width + column) * channels + c)) *
                  load<f32>(filter + floats((i * filterWidth + j) * channels + c));
              }
            }
            store<f32>(target + <usize>q * pixel + floats(c), clampOne(sum, lo, hi));
          }
        }
        if (inner) ow += 3;
      }
    }
  }
}

/**
 * Gradient of the input, [batch, height, width, channels] → out: every input pixel
 * collects from the output pixels whose filter covered it.
 */
export function depthwiseInputGradient(
  dy: usize,
  batch: i32,
  height: i32,
  width: i32,
  channels: i32,
  filter: usize,
  filterHeight: i32,
  filterWidth: i32,
  strideHeight: i32,
  strideWidth: i32,
  top: i32,
  left: i32,
  out: usize,
  outHeight: i32,
  outWidth: i32,
): void {
  const pixel = floats(channels);
  const wide = channels & ~3;
  memory.fill(out, 0, floats(batch * height * width * channels));
  for (let n = 0; n < batch; n++) {
    const gradient = dy + floats(n * outHeight * outWidth * channels);
    for (let h = 0; h < height; h++) {
      for (let w = 0; w < width; w++) {
        const target = out + floats(((n * height + h) * width + w) * channels);
        for (let i = 0; i < filterHeight; i++) {
          const down = h + top - i;
          if (down < 0 || down % strideHeight != 0) continue;
          const oh = down / strideHeight;
          if (oh >= outHeight) continue;
          for (let j = 0; j < filterWidth; j++) {
            const across = w + left - j;
            if (across < 0 || across % strideWidth != 0) continue;
            const ow = across / strideWidth;
            if (ow >= outWidth) continue;
            const from = gradient + <usize>(oh * outWidth + ow) * pixel;
            const weight = filter + <usize>(i * filterWidth + j) * pixel;
            for (let c = 0; c < wide; c += 4) {
              const at = target + floats(c);
              v128.store(
                at,
                fma(v128.load(from + floats(c)), v128.load(weight + floats(c)), v128.load(at)),
              );
            }
            for (let c = wide; c < channels; c++) {
              const at = target + floats(c);
              store<f32>(
                at,
                load<f32>(at) + load<f32>(from + floats(c)) * load<f32>(weight + floats(c)),
              );
            }
          }
        }
      }
    }
  }
}

/** Gradient of the filter → out [filterHeight, filterWidth, channels]. */
export function depthwiseFilterGradient(
  x: usize,
  batch: i32,
  height: i32,
  width: i32,
  channels: i32,
  dy: usize,
  outHeight: i32,
  outWidth: i32,
  filterHeight: i32,
  filterWidth: i32,
  strideHeight: i32,
  strideWidth: i32,
  top: i32,
  left: i32,
  out: usize,
): void {
  const pixel = floats(channels);
  const step = <usize>strideWidth * pixel;
  const wide = channels & ~3;
  memory.fill(out, 0, floats(filterHeight * filterWidth * channels));
  for (let n = 0; n < batch; n++) {
    for (let oh = 0; oh < outHeight; oh++) {
      const gradient = dy + floats((n * outHeight + oh) * outWidth * channels);
      for (let i = 0; i < filterHeight; i++) {
        const ih = oh * strideHeight + i - top;
        if (ih < 0 || ih >= height) continue;
        const line = x + floats((n * height + ih) * width * channels);
        for (let j = 0; j < filterWidth; j++) {
          const w0 = min(innerFrom(left - j, strideWidth), outWidth);
          const w1 = innerTo(width, 1, left - j, strideWidth, outWidth);
          const target = out + <usize>(i * filterWidth + j) * pixel;
          const first = line + floats((w0 * strideWidth + j - left) * channels);
          for (let c = 0; c < wide; c += 4) {
            let a = first + floats(c);
            let d = gradient + <usize>w0 * pixel + floats(c);
            let sum = f32x4.splat(0);
            for (let w = w0; w < w1; w++) {
              sum = fma(v128.load(a), v128.load(d), sum);
              a += step;
              d += pixel;
            }
            const at = target + floats(c);
            v128.store(at, f32x4.add(v128.load(at), sum));
          }
          for (let c = wide; c < channels; c++) {
            let a = first + floats(c);
            let d = gradient + <usize>w0 * pixel + floats(c);
            let sum: f32 = 0;
            for (let w = w0; w < w1; w++) {
              sum += load<f32>(a) * load<f32>(d);
              a += step;
              d += pixel;
            }
            const at = target + floats(c);
            store<f32>(at, load<f32>(at) + sum);
          }
        }
      }
    }
  }
}
