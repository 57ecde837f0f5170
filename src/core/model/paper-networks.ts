// The networks of the student paper. Its tables of parameters fit these to the last one;
// its prose counts a convolution more.
import type { CnnSpec } from './cnn-spec';

const DROPOUT = 0.5;
const V1_FILTERS = [32, 64, 64, 128, 128];
/** v2.0 has six; a seventh as wide as the sixth continues the pattern for the depth study. */
const V2_FILTERS = [32, 64, 64, 128, 256, 512, 512];
const V2_DEPTH = 6;
const V3_KERNELS = [13, 11, 7, 5, 3, 3];

/** By name: v2.0 is the paper's final one, `dense` what it began with. */
export const paperNetworks = {
  /** 11,354,369 parameters at 500 px. */
  'cnn-v1': cnn({ filters: V1_FILTERS, hidden: 512 }),
  /** 14,714,753 parameters at 500 px. */
  'cnn-v2': cnnOfDepth(V2_DEPTH, 'valid'),
  /** 10,535,809 parameters at 500 px. */
  'cnn-v3': cnn({ filters: V2_FILTERS.slice(0, V2_DEPTH), kernels: V3_KERNELS, hidden: 1024 }),
  /** No convolution at all. The paper does not say how wide it was. */
  dense: cnn({ filters: [], hidden: 128 }),
} satisfies Record<string, CnnSpec>;

/** The first `depth` (1 … 7) convolutions of v2.0, for the paper's study of depth. */
export function cnnOfDepth(depth: number, padding: CnnSpec['padding']): CnnSpec {
  return cnn({ filters: V2_FILTERS.slice(0, depth), hidden: 1024, padding });
}

interface Parts {
  readonly filters: readonly number[];
  /** 3 each without. */
  readonly kernels?: readonly number[];
  readonly hidden: number;
  readonly padding?: CnnSpec['padding'];
}

function cnn({ filters, kernels, hidden, padding = 'valid' }: Parts): CnnSpec {
  const convolutions = filters.map((count, i) => ({ filters: count, kernel: kernels?.[i] ?? 3 }));
  return { convolutions, padding, hidden, dropout: DROPOUT, output: 'sigmoid' };
}
