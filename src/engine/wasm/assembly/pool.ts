// Gradient of max pooling. The one in tfjs-backend-wasm 4.22 is wrong where every value of
// a window is negative.
import { floats } from './vector';

/**
 * dy [batch, outHeight, outWidth, channels] goes to the largest input of its window, the
 * first in reading order where several are equal; where windows overlap, gradients add up.
 * → out [batch, height, width, channels].
 */
export function maxPoolGradient(
  x: usize,
  dy: usize,
  batch: i32,
  height: i32,
  width: i32,
  channels: i32,
  windowHeight: i32,
  windowWidth: i32,
  strideHeight: i32,
  strideWidth: i32,
  top: i32,
  left: i32,
  out: usize,
  outHeight: i32,
  outWidth: i32,
): void {
  memory.fill(out, 0, floats(batch * height * width * channels));
  const pixel = floats(channels);
  const row = <usize>width * pixel;
  const wide = channels & ~3;
  const pairs = windowHeight == 2 && windowWidth == 2 && strideHeight >= 2 && strideWidth >= 2;
  for (let n = 0; n < batch; n++) {
    const picture = floats(n * height * width * channels);
    for (let oh = 0; oh < outHeight; oh++) {
      const ih = oh * strideHeight - top;
      for (let ow = 0; ow < outWidth; ow++) {
        const iw = ow * strideWidth - left;
        const gradient = dy + floats(((n * outHeight + oh) * outWidth + ow) * channels);
        let c = 0;
        if (pairs && ih >= 0 && iw >= 0 && ih + 2 <= height && iw + 2 <= width) {
          const corner = picture + floats((ih * width + iw) * channels);
          for (; c < wide; c += 4) {
            pairOf(
              x + corner + floats(c),
              out + corner + floats(c),
              gradient + floats(c),
              pixel,
              row,
            );
          }
        }
        const i0 = max(0, -ih);
        const i1 = min(windowHeight, height - ih);
        const j0 = max(0, -iw);
        const j1 = min(windowWidth, width - iw);
        for (; c < channels; c++) {
          let best: f32 = -Infinity;
          let where: usize = 0;
          let found = false;
          for (let i = i0; i < i1; i++) {
            for (let j = j0; j < j1; j++) {
              const at = picture + floats(((ih + i) * width + iw + j) * channels + c);
              const value = load<f32>(x + at);
              if (!found || value > best) {
                best = value;
                where = at;
                found = true;
              }
            }
          }
          if (found) {
            const at = out + where;
            store<f32>(at, load<f32>(at) + load<f32>(gradient + floats(c)));
          }
        }
      }
    }
  }
}

// Four channels of a 2×2 window that overlaps no other.
function pairOf(x: usize, out: usize, gradient: usize, pixel: usize, row: usize): void {
  const v0 = v128.load(x);
  const v1 = v128.load(x + pixel);
  const v2 = v128.load(x + row);
  const v3 = v128.load(x + row + pixel);
  const most = f32x4.max(f32x4.max(v0, v1), f32x4.max(v2, v3));
  const d = v128.load(gradient);
  let here = f32x4.eq(v0, most);
  v128.store(out, v128.and(d, here));
  let left = v128.not(here);
  here = v128.and(left, f32x4.eq(v1, most));
  v128.store(out + pixel, v128.and(d, here));
  left = v128.andnot(left, here);
  here = v128.and(left, f32x4.eq(v2, most));
  v128.store(out + row, v128.and(d, here));
  // The last takes what is left, so that a NaN in the window does not swallow a gradient.
  v128.store(out + row + pixel, v128.and(d, v128.andnot(left, here)));
}
