// Activations that limit their input to an interval: the ones kernels fuse.

/** The interval of a tfjs activation name, or null for one that is no such limit. */
export function limitsOf(activation = 'linear'): readonly [lo: number, hi: number] | null {
  switch (activation) {
    case 'linear':
      return [-Infinity, Infinity];
    case 'relu':
      return [0, Infinity];
    case 'relu6':
      return [0, 6];
    default:
      return null;
  }
}
