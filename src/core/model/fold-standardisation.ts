// A head trained on standardised features, as weights of a network that takes them as
// they are.
import type { NamedWeight } from './weights';

/** Mean and standard deviation of every feature over the training views, float32. */
export interface Standardisation {
  readonly mean: Float32Array;
  readonly deviation: Float32Array;
}

/**
 * Weights of `buildLesionNet`'s head: (x − μ)/σ · W + b = x · (W/σ) + (b − Σ μ/σ · W).
 * `find` gives the trained ones: hidden/kernel, hidden/bias, logits/kernel, logits/bias.
 */
export function headWeights(
  find: (name: string) => Float32Array,
  { mean, deviation }: Standardisation,
): Map<string, NamedWeight> {
  const kernel1 = find('hidden/kernel');
  const bias1 = find('hidden/bias');
  const kernel2 = find('logits/kernel');
  const bias2 = find('logits/bias');
  const features = mean.length;
  const hidden = bias1.length;
  const kernel = new Float32Array(kernel1.length);
  const shift = Float64Array.from(bias1);
  for (let i = 0; i < features; i++) {
    for (let h = 0; h < hidden; h++) {
      const folded = kernel1[i * hidden + h] / deviation[i];
      kernel[i * hidden + h] = folded;
      shift[h] -= mean[i] * folded;
    }
  }
  const named = (name: string, shape: number[], values: Float32Array): [string, NamedWeight] => [
    name,
    { name, shape, values },
  ];
  return new Map([
    named('head_hidden/kernel', [features, hidden], kernel),
    named('head_hidden/bias', [hidden], Float32Array.from(shift)),
    named('head_logits/kernel', [hidden, bias2.length], kernel2),
    named('head_logits/bias', [bias2.length], bias2),
  ]);
}
