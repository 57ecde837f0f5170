// Pictures and filters laid out as a convolution takes them.
import { floats } from './vector';

/**
 * Copies [batch, height, width, channels] into the middle of a zeroed
 * [batch, outHeight, outWidth, channels], `top` and `left` from the edge (negative: cut
 * off), with `dilation` − 1 zeros between rows and between columns.
 */
export function pad(
  x: usize,
  batch: i32,
  height: i32,
  width: i32,
  channels: i32,
  top: i32,
  left: i32,
  dilationHeight: i32,
  dilationWidth: i32,
  out: usize,
  outHeight: i32,
  outWidth: i32,
): void {
  memory.fill(out, 0, floats(batch * outHeight * outWidth * channels));
  const pixel = floats(channels);
  for (let n = 0; n < batch; n++) {
    for (let h = 0; h < height; h++) {
      const row = top + h * dilationHeight;
      if (row < 0 || row >= outHeight) continue;
      const source = x + floats((n * height + h) * width * channels);
      const target = out + floats((n * outHeight + row) * outWidth * channels);
      if (dilationWidth == 1) {
        const first = max(0, -left);
        const count = min(width, outWidth - left) - first;
        if (count > 0) {
          memory.copy(
            target + <usize>(left + first) * pixel,
            source + <usize>first * pixel,
            <usize>count * pixel,
          );
        }
        continue;
      }
      for (let w = 0; w < width; w++) {
        const column = left + w * dilationWidth;
        if (column < 0 || column >= outWidth) continue;
        memory.copy(target + <usize>column * pixel, source + <usize>w * pixel, pixel);
      }
    }
  }
}

/**
 * Filter [height, width, from, to] → turned by 180° with channels swapped, [height, width,
 * to, from]: what the gradient of a depthwise input takes.
 */
export function turnFilter(
  filter: usize,
  height: i32,
  width: i32,
  from: i32,
  to: i32,
  out: usize,
): void {
  const taps = height * width;
  for (let tap = 0; tap < taps; tap++) {
    const source = filter + floats((taps - 1 - tap) * from * to);
    const target = out + floats(tap * from * to);
    for (let i = 0; i < from; i++) {
      for (let o = 0; o < to; o++) {
        store<f32>(target + floats(o * from + i), load<f32>(source + floats(i * to + o)));
      }
    }
  }
}
