// The trainable part: features → hidden (relu) → logits, as four variables. Small enough
// to train on any backend, since matrix products are all it needs.
import {
  add,
  losses,
  matMul,
  mul,
  relu,
  tensor,
  tensor2d,
  tidy,
  variable,
  type Scalar,
  type Tensor2D,
  type Variable,
} from '@tensorflow/tfjs-core';
import type { NamedWeight } from '../model/weights';
import { seededRandom, type Random } from '../random';

const parts = ['hidden/kernel', 'hidden/bias', 'logits/kernel', 'logits/bias'] as const;

/** Mean and standard deviation of every feature over the training views, float32. */
export interface Standardisation {
  readonly mean: Float32Array;
  readonly deviation: Float32Array;
}

/** Owns its variables; dispose it. Inputs are standardised features [batch, features]. */
export class Head {
  readonly variables: readonly Variable[];
  readonly #shapes: readonly (readonly number[])[];

  constructor(features: number, hidden: number, labels: number, seed: number) {
    this.#shapes = [[features, hidden], [hidden], [hidden, labels], [labels]];
    const random = seededRandom(seed, 'head');
    this.variables = this.#shapes.map((shape, i) => {
      // Glorot uniform for kernels, zeros for biases, as Keras starts dense layers.
      const limit = shape.length === 2 ? Math.sqrt(6 / (shape[0] + shape[1])) : 0;
      const size = shape.reduce((product, side) => product * side, 1);
      const values = Float32Array.from({ length: size }, () => random.between(-limit, limit));
      return tidy(() => variable(tensor(values, [...shape]), true, uniqueName(parts[i])));
    });
  }

  /** Names of the kernels, which decay. */
  get kernels(): string[] {
    return [this.variables[0].name, this.variables[2].name];
  }

  /** Logits [batch, labels]. With `random`, drops features and hidden units. */
  logits(x: Tensor2D, dropout?: { input: number; hidden: number; random: Random }): Tensor2D {
    const [kernel1, bias1, kernel2, bias2] = this.variables;
    return tidy(() => {
      const input = dropout ? drop(x, dropout.input, dropout.random) : x;
      const hidden = relu(add(matMul(input, kernel1 as unknown as Tensor2D), bias1)) as Tensor2D;
      const kept = dropout ? drop(hidden, dropout.hidden, dropout.random) : hidden;
      return add(matMul(kept, kernel2 as unknown as Tensor2D), bias2) as Tensor2D;
    });
  }

  /** A copy of the weights, in a fixed order. */
  async weights(): Promise<Float32Array[]> {
    return Promise.all(this.variables.map(async (v) => (await v.data<'float32'>()).slice()));
  }

  /** Puts weights back, exactly. */
  restore(weights: readonly Float32Array[]): void {
    this.variables.forEach((v, i) => {
      tidy(() => v.assign(tensor(weights[i], v.shape)));
    });
  }

  dispose(): void {
    this.variables.forEach((v) => v.dispose());
  }
}

/** Mean softmax cross-entropy with smoothed targets: a scalar. */
export function crossEntropy(logits: Tensor2D, targets: Tensor2D, smoothing: number): Scalar {
  return losses.softmaxCrossEntropy(targets, logits, 1, smoothing) as Scalar;
}

/**
 * The head as weights of the exported network, with the standardisation folded into its
 * first layer: (x − μ)/σ · W + b = x · (W/σ) + (b − Σ μ/σ · W).
 */
export function headWeights(
  [kernel1, bias1, kernel2, bias2]: readonly Float32Array[],
  { mean, deviation }: Standardisation,
): Map<string, NamedWeight> {
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

// Inverted dropout with a mask from the run's own generator: tfjs's would not be replayed
// on resume.
function drop(x: Tensor2D, rate: number, random: Random): Tensor2D {
  if (rate === 0) return x;
  const keep = 1 / (1 - rate);
  const mask = Float32Array.from({ length: x.size }, () => (random.next() < rate ? 0 : keep));
  return mul(x, tensor2d(mask, x.shape)) as Tensor2D;
}

let counter = 0;
// tfjs refuses two variables of one name.
function uniqueName(part: string): string {
  return `head-${counter++}/${part}`;
}
