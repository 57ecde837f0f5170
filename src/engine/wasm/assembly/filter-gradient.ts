// The gradient of a convolution's filter, as matrix products over blocks of output pixels.
// Inputs come padded (see `pad`).
import { columnTile, packPanels, PANEL, padded } from './matrix';
import { floats } from './vector';

/** Output pixels whose gradients are summed in registers before they are added to memory. */
const PIXELS: i32 = 128;

/** Floats of scratch memory that `filterGradient` needs. */
export function filterGradientScratch(filters: i32): i32 {
  return 2 * PIXELS * padded(filters) + 32;
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
