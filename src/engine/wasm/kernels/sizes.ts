// What a convolution is over: sizes, and the room they take.

/** Sides of x (padded), filter and result, in pixels, and strides. */
export interface Sizes {
  readonly batch: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly filterHeight: number;
  readonly filterWidth: number;
  readonly filters: number;
  readonly strideHeight: number;
  readonly strideWidth: number;
  readonly outHeight: number;
  readonly outWidth: number;
}

/** Floats of a filter. */
export function filterFloats({ filterHeight, filterWidth, channels, filters }: Sizes): number {
  return filterHeight * filterWidth * channels * filters;
}

/** Floats of one picture. */
export function inputFloats({ height, width, channels }: Sizes): number {
  return height * width * channels;
}

/** Floats of the result for one picture. */
export function outputFloats({ outHeight, outWidth, filters }: Sizes): number {
  return outHeight * outWidth * filters;
}

/** A 1 × 1 filter sees no neighbours: all pixels of all pictures are one long row. */
export function asOneRow(pixels: number) {
  return { batch: 1, height: 1, width: pixels, outHeight: 1, outWidth: pixels };
}
