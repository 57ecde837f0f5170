// Convolutions as matrix products, without writing the matrix of patches: in NHWC the
// pixels under one row of a filter lie next to each other, so a patch is `filterHeight`
// runs of `filterWidth · channels` floats. Inputs come padded (see `pad`).
import { FROM_BIAS, FROM_RESULT, FROM_ZERO, packPanels, PANEL, padded, rowTile } from './matrix';
import { floats } from './vector';

/** Longest run of the inner product in one pass: four rows and a panel stay in the first-level cache. */
const DEPTH: i32 = 512;
/** Floats of packed filter in one pass: a quarter of a small second-level cache. */
const BLOCK: i32 = 32768;

/** How a filter lies in memory: [fh, fw, channels, filters]. */
const PLAIN: i32 = 0;
/** As [fh, fw, filters, channels], and meant turned by 180°: for the gradient of an input. */
const TURNED: i32 = 1;
/** As `packFilters` leaves it. */
const PACKED: i32 = 2;

/** Floats of scratch memory that `convolve` needs. */
export function convolveScratch(filterHeight: i32, run: i32, filters: i32): i32 {
  const depth = filterHeight * run;
  return ((depth <= DEPTH ? depth : min(run, DEPTH)) + 1) * padded(filters) + 32;
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
