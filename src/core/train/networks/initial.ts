// Start values of weights.
import type { Random } from '../../random';
import type { Parameter } from '../parameters';

/**
 * Kernels by He et al. 2015, normal with variance 2 / fan-in, for layers followed by relu;
 * γ at 1, everything else at 0.
 */
export function heNormal({ name, shape }: Parameter, random: Random): Float32Array {
  return filled(name, shape, (fanIn) => Math.sqrt(2 / fanIn) * random.normal());
}

/** Kernels by Glorot & Bengio 2010, uniform in ±√(6 / (fan-in + fan-out)): Keras's default. */
export function glorotUniform({ name, shape }: Parameter, random: Random): Float32Array {
  return filled(name, shape, (fanIn, fanOut) => {
    const limit = Math.sqrt(6 / (fanIn + fanOut));
    return random.between(-limit, limit);
  });
}

function filled(
  name: string,
  shape: readonly number[],
  draw: (fanIn: number, fanOut: number) => number,
): Float32Array {
  const values = new Float32Array(shape.reduce((product, side) => product * side, 1));
  if (name.endsWith('/gamma')) return values.fill(1);
  if (!name.endsWith('kernel')) return values;
  const taps = shape.slice(0, -2).reduce((product, side) => product * side, 1);
  const [from, to] = shape.slice(-2);
  // Every channel of a depthwise kernel [h, w, channels, 1] sees its own taps only.
  const isDepthwise = name.endsWith('depthwise_kernel');
  const [fanIn, fanOut] = isDepthwise ? [taps, taps] : [taps * from, taps * to];
  return values.map(() => draw(fanIn, fanOut));
}
