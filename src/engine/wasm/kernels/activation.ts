// The kernel behind `activationGradient` of core/train/ops: tfjs has none of this name.
import type { Kernel } from './registry';

/** `ActivationGradient`: dy, y, attrs lo and hi → dy where lo < y < hi, else 0. */
export const activationGradient: Kernel = ({ inputs, attrs }, { heap, module }) => {
  const { dy, y } = inputs;
  const out = heap.output(y.shape);
  const size = y.shape.reduce((product, side) => product * side, 1);
  module.activationGradient(
    heap.at(dy),
    heap.at(y),
    size,
    attrs.lo as number,
    attrs.hi as number,
    heap.at(out),
  );
  return out;
};
