// Convolutions as matrix products, without writing the matrix of patches: in NHWC the
// pixels under one row of a filter lie next to each other, so a patch is `filterHeight`
// runs of `filterWidth · channels` floats. Inputs come padded (see `pad`).
import {
  columnTile,
  FROM_BIAS,
  FROM_RESULT,
  FROM_ZERO,
  packPanels,
  PANEL,
  padded,
  rowTile,
} from './matrix';
import { floats } from './vector';

/** Longest run of the inner product in one pass: four rows and a panel stay in the first-level cache. */
const DEPTH: i32 = 512;
/** Floats of packed filter in one pass: a quarter of a small second-level cache. */
const BLOCK: i32 = 32768;
/** Output pixels whose gradients are summed in registers before they are added to memory. */
const PIXELS: i32 = 128;

/** How a filter lies in memory: [fh, fw, channels, filters]. */
export const PLAIN: i32 = 0;
/** As [fh, fw, filters, channels], and meant turned by 180°: for the gradient of an input. */
export const TURNED: i32 = 1;
/** As `packFilters` leaves it. */
export const PACKED: i32 = 2;

/** Floats of scratch memory that `convolve` needs. */
export function convolveScratch(filterHeight: i32, run: i32, filters: i32): i32 {
  const depth = filterHeight * run;
  return ((depth <= DEPTH ? depth : min(run, DEPTH)) + 1) * padded(filters) + 32;
}

/** Floats of scratch memory that `filterGradient` needs. */
export function filterGradientScratch(filters: i32): i32 {
  return 2 * PIXELS * padded(filters) + 32;
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
 * x [batch, height, width, channels] (padded) ∗ filter [fh, fw, channels, filters] + bias,
 * limited to [lo, hi] → out [batch, outHeight, outWidth, filters]. bias 0: none. `layout`: how
 * the filter lies.
 */
export function convolve(
  x: usize,
  batch: i32,
  height: i32,
  width: i32,
  channels: i32,
  filter: usize,
  layout: i32,
  filterHeight: i32,
  filterWidth: i32,
  filters: i32,
  strideHeight: i32,
  strideWidth: i32,
  bias: usize,
  lo: f32,
  hi: f32,
  out: usize,
  outHeight: i32,
  outWidth: i32,
  scratch: usize,
): void {
  const spare = scratch;
  const biasPanels = scratch + 128;
  let panels = biasPanels + floats(padded(filters));
  if (bias) packPanels(bias, 1, filters, filters, 1, biasPanels, 32);
  const run = filterWidth * channels;
  const depth = filterHeight * run;
  if (depth <= DEPTH) {
    if (layout == PACKED) panels = filter;
    else
      packFilter(filter, layout, filterHeight * filterWidth, channels, filters, 0, depth, panels);
    const start = bias ? FROM_BIAS : FROM_ZERO;
    pass(
      x,
      batch,
      height,
      width,
      channels,
      filterHeight,
      run,
      panels,
      filters,
      strideHeight,
      strideWidth,
      start,
      biasPanels,
      lo,
      hi,
      out,
      outHeight,
      outWidth,
      spare,
    );
    return;
  }
  // Too deep for one pass: row by row of the filter, in runs that fit. Sums in between are
  // not limited.
  const last = (filterHeight - 1) * run + ((run - 1) / DEPTH) * DEPTH;
  for (let i = 0; i < filterHeight; i++) {
    for (let at = 0; at < run; at += DEPTH) {
      const length = min(DEPTH, run - at);
      const offset = i * run + at;
      if (layout == PACKED) {
        panels = filter + floats(offset * padded(filters));
      } else {
        packFilter(
          filter,
          layout,
          filterHeight * filterWidth,
          channels,
          filters,
          offset,
          length,
          panels,
        );
      }
      const start = offset > 0 ? FROM_RESULT : bias ? FROM_BIAS : FROM_ZERO;
      const final = offset == last;
      pass(
        x + floats(i * width * channels + at),
        batch,
        height,
        width,
        channels,
        1,
        length,
        panels,
        filters,
        strideHeight,
        strideWidth,
        start,
        biasPanels,
        final ? lo : -Infinity,
        final ? hi : Infinity,
        out,
        outHeight,
        outWidth,
        spare,
      );
    }
  }
}

/**
 * `count` filters, one after the other, each [fh, fw, channels, filters] → packed, each
 * fh · fw · channels · padded(filters) floats, in the passes that `convolve` makes of them.
 */
export function packFilters(
  count: i32,
  filter: usize,
  filterHeight: i32,
  filterWidth: i32,
  channels: i32,
  filters: i32,
  out: usize,
): void {
  const run = filterWidth * channels;
  const depth = filterHeight * run;
  const columns = padded(filters);
  // In passes of whole filters, of whole rows, or of pieces of a row.
  const rows = depth <= DEPTH ? depth : run;
  for (let n = 0; n < count; n++) {
    for (let row = 0; row < depth; row += rows) {
      for (let at = 0; at < rows; at += DEPTH) {
        const length = min(DEPTH, rows - at);
        const taps = filterHeight * filterWidth;
        const to = out + floats((row + at) * columns);
        packFilter(filter, PLAIN, taps, channels, filters, row + at, length, to);
      }
    }
    filter += floats(depth * filters);
    out += floats(depth * columns);
  }
}

/** `count` times `convolve` at stride 1, over data that lies one after the other. */
export function convolvePlanes(
  count: i32,
  x: usize,
  batch: i32,
  height: i32,
  width: i32,
  channels: i32,
  packed: usize,
  filterHeight: i32,
  filterWidth: i32,
  filters: i32,
  out: usize,
  outHeight: i32,
  outWidth: i32,
  scratch: usize,
): void {
  for (let n = 0; n < count; n++) {
    convolve(
      x,
      batch,
      height,
      width,
      channels,
      packed,
      PACKED,
      filterHeight,
      filterWidth,
      filters,
      1,
      1,
      0,
      -Infinity,
      Infinity,
      out,
      outHeight,
      outWidth,
      scratch,
    );
    x += floats(batch * height * width * channels);
    packed += floats(filterHeight * filterWidth * channels * padded(filters));
    out += floats(batch * outHeight * outWidth * filters);
  }
}

/** `count` times `filterGradient` at stride 1, over data that lies one after the other. */
export function filterGradientPlanes(
  count: i32,
  x: usize,
  batch: i32,
  height: i32,
  width: i32,
  channels: i32,
  dy: usize,
  outHeight: i32,
  outWidth: i32,
  filters: i32,
  filterHeight: i32,
  filterWidth: i32,
  add: i32,
  out: usize,
  scratch: usize,
): void {
  for (let n = 0; n < count; n++) {
    filterGradient(
      x,
      batch,
      height,
      width,
      channels,
      dy,
      outHeight,
      outWidth,
      filters,
      filterHeight,
      filterWidth,
      1,
      1,
      add,
      out,
      scratch,
    );
    x += floats(batch * height * width * channels);
    dy += floats(batch * outHeight * outWidth * filters);
    out += floats(filterHeight * filterWidth * channels * filters);
  }
}

// Rows `from` … `from + count` of the filter as a matrix [taps · channels, filters], packed.
function packFilter(
  filter: usize,
  layout: i32,
  taps: i32,
  channels: i32,
  filters: i32,
  from: i32,
  count: i32,
  panels: usize,
): void {
  const panelBytes = floats(count * PANEL);
  if (layout == PLAIN) {
    packPanels(filter + floats(from * filters), count, filters, filters, 1, panels, panelBytes);
    return;
  }
  for (let done = 0; done < count;) {
    const tap = (from + done) / channels;
    const first = (from + done) % channels;
    const rows = min(channels - first, count - done);
    const source = filter + floats((taps - 1 - tap) * channels * filters + first);
    packPanels(source, rows, filters, 1, channels, panels + floats(done * PANEL), panelBytes);
    done += rows;
  }
}

// One pass over all output pixels, with `segments` runs of `length` floats a patch.
function pass(
  x: usize,
  batch: i32,
  height: i32,
  width: i32,
  channels: i32,
  segments: i32,
  length: i32,
  panels: usize,
  filters: i32,
  strideHeight: i32,
  strideWidth: i32,
  start: i32,
  biasPanels: usize,
  lo: f32,
  hi: f32,
  out: usize,
  outHeight: i32,
  outWidth: i32,
  spare: usize,
): void {
  const depth = segments * length;
  const segmentStride = floats(width * channels);
  const rowBytes = floats(filters);
  const pixels = batch * outHeight * outWidth;
  const block = max(PANEL, (BLOCK / depth) & ~7);
  const step = floats(strideWidth * channels);
  for (let from = 0; from < filters; from += block) {
    const to = min(filters, from + block);
    let column = 0;
    let row = 0;
    let line = x;
    let at = x;
    for (let m = 0; m < pixels; m += 4) {
      const rows = min(4, pixels - m);
      const a0 = at;
      let a1 = at;
      let a2 = at;
      let a3 = at;
      for (let r = 1; r <= rows; r++) {
        column++;
        at += step;
        if (column == outWidth) {
          column = 0;
          row++;
          line += floats(strideHeight * width * channels);
          if (row == outHeight) {
            row = 0;
            line += floats((height - outHeight * strideHeight) * width * channels);
          }
          at = line;
        }
        if (r == rows) break;
        if (r == 1) a1 = at;
        else if (r == 2) a2 = at;
        else a3 = at;
      }
      const target = out + <usize>m * rowBytes;
      for (let j = from; j < to; j += PANEL) {
        rowTile(
          a0,
          a1,
          a2,
          a3,
          segments,
          segmentStride,
          length,
          panels + floats(j * depth),
          target + floats(j),
          rowBytes,
          rows,
          min(PANEL, filters - j),
          start,
          biasPanels + floats(j),
          lo,
          hi,
          spare,
        );
      }
    }
  }
}

/**
 * Gradient of the filter: xᵀ · dy over all output pixels. x as in `convolve`, dy
 * [batch, outHeight, outWidth, filters] → out [fh, fw, channels, filters]; added to what is
 * there where `add`.
 */
export function filterGradient(
  x: usize,
  batch: i32,
  height: i32,
  width: i32,
  channels: i32,
  dy: usize,
  outHeight: i32,
  outWidth: i32,
  filters: i32,
  filterHeight: i32,
  filterWidth: i32,
  strideHeight: i32,
  strideWidth: i32,
  add: i32,
  out: usize,
  scratch: usize,
): void {
  const spare = scratch;
  const panels = scratch + 128;
  if (!add) memory.fill(out, 0, floats(filterHeight * filterWidth * channels * filters));
  // A block is some whole rows of one picture, or a piece of a row that is too long.
  const rows = max(1, PIXELS / outWidth);
  const columns = outWidth <= 2 * PIXELS ? outWidth : PIXELS;
  for (let n = 0; n < batch; n++) {
    for (let row = 0; row < outHeight; row += rows) {
      const lines = min(rows, outHeight - row);
      for (let column = 0; column < outWidth; column += columns) {
        const length = min(columns, outWidth - column);
        const gradient = dy + floats(((n * outHeight + row) * outWidth + column) * filters);
        packPanels(
          gradient,
          lines * length,
          filters,
          filters,
          1,
          panels,
          floats(lines * length * PANEL),
        );
        const corner =
          x + floats(((n * height + row * strideHeight) * width + column * strideWidth) * channels);
        addBlock(
          corner,
          width,
          channels,
          lines,
          length,
          panels,
          filters,
          filterHeight,
          filterWidth,
          strideHeight,
          strideWidth,
          out,
          spare,
        );
      }
    }
  }
}

// Adds one block of pixels to the gradient.
function addBlock(
  corner: usize,
  width: i32,
  channels: i32,
  lines: i32,
  length: i32,
  panels: usize,
  filters: i32,
  filterHeight: i32,
  filterWidth: i32,
  strideHeight: i32,
  strideWidth: i32,
  out: usize,
  spare: usize,
): void {
  const run = filterWidth * channels;
  const step = floats(strideWidth * channels);
  const lineStride = floats(strideHeight * width * channels);
  const rowBytes = floats(filters);
  const panelBytes = floats(lines * length * PANEL);
  for (let i = 0; i < filterHeight; i++) {
    const line = corner + floats(i * width * channels);
    const target = out + <usize>(i * run) * rowBytes;
    if (run < 4) {
      addThin(line, step, lineStride, lines, length, run, panels, panelBytes, filters, target);
      continue;
    }
    for (let k = 0; k < run; k += 4) {
      // The last four overlap those before; only the rest of them is added.
      const from = min(k, run - 4);
      let panel = panels;
      for (let j = 0; j < filters; j += PANEL) {
        columnTile(
          line + floats(from),
          step,
          lineStride,
          lines,
          length,
          panel,
          target + <usize>from * rowBytes + floats(j),
          rowBytes,
          k - from,
          min(PANEL, filters - j),
          spare,
        );
        panel += panelBytes;
      }
    }
  }
}

// Fewer than four floats a run, as in a 1×1 filter over grey or RGB.
function addThin(
  line: usize,
  step: usize,
  lineStride: usize,
  lines: i32,
  length: i32,
  run: i32,
  panels: usize,
  panelBytes: usize,
  filters: i32,
  target: usize,
): void {
  for (let k = 0; k < run; k++) {
    for (let f = 0; f < filters; f++) {
      let b = panels + <usize>(f / PANEL) * panelBytes + floats(f % PANEL);
      let sum: f32 = 0;
      for (let l = 0; l < lines; l++) {
        let a = line + <usize>l * lineStride + floats(k);
        for (let p = 0; p < length; p++) {
          sum += load<f32>(a) * load<f32>(b);
          a += step;
          b += 32;
        }
      }
      const at = target + floats(k * filters + f);
      store<f32>(at, load<f32>(at) + sum);
    }
  }
}
