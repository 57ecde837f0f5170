// Convolutions as they are written down: every output pixel is one product of matrices.
import type { Address } from '../module';
import type { KernelContext } from './registry';
import type { Sizes } from './sizes';

/** What is done to a result: `bias` 0 for none, then limits. */
export interface Finish {
  readonly bias: Address;
  readonly limits: readonly [lo: number, hi: number];
}

/** For results that are left as they are. */
export const unfinished: Finish = { bias: 0, limits: [-Infinity, Infinity] };

// As `assembly/convolution.ts` numbers them.
const PLAIN = 0;
const TURNED = 1;

/**
 * x ∗ filter → out; `turned`: the filter lies as [height, width, filters, channels] and is
 * meant turned by 180°.
 */
export function convolveDirectly(
  { heap, module }: KernelContext,
  sizes: Sizes,
  x: Address,
  filter: Address,
  turned: boolean,
  { bias, limits }: Finish,
  out: Address,
): void {
  const { batch, height, width, channels, filterHeight, filterWidth, filters } = sizes;
  const floats = module.convolveScratch(filterHeight, filterWidth * channels, filters);
  heap.scratch(floats, (scratch) =>
    module.convolve(
      x,
      ...[batch, height, width, channels],
      filter,
      ...[turned ? TURNED : PLAIN, filterHeight, filterWidth, filters],
      ...[sizes.strideHeight, sizes.strideWidth],
      bias,
      ...limits,
      out,
      ...[sizes.outHeight, sizes.outWidth],
      scratch,
    ),
  );
}

/** Gradient of the filter by x and dy → out, or added to it. */
export function filterGradientDirectly(
  { heap, module }: KernelContext,
  sizes: Sizes,
  x: Address,
  dy: Address,
  add: boolean,
  out: Address,
): void {
  const { batch, height, width, channels, filterHeight, filterWidth, filters } = sizes;
  heap.scratch(module.filterGradientScratch(filters), (scratch) =>
    module.filterGradient(
      x,
      ...[batch, height, width, channels],
      dy,
      ...[sizes.outHeight, sizes.outWidth, filters],
      ...[filterHeight, filterWidth, sizes.strideHeight, sizes.strideWidth, Number(add)],
      out,
      scratch,
    ),
  );
}
