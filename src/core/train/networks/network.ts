// What can be trained: a network as a function of its weights, so that whoever trains it
// decides where these live and how they are shared.
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import type { Random } from '../../random';
import type { BatchMoments } from '../ops/batch-norm';
import type { Parameter } from '../parameters';

/** How a forward pass runs. */
export type Mode =
  | {
      readonly kind: 'train';
      /** Dropout masks are drawn from it. */
      readonly random: Random;
      /** Takes the batch statistics of a normalisation layer. */
      readonly onMoments: (layer: string, moments: BatchMoments) => void;
    }
  | { readonly kind: 'judge' };

/** A network without its weights. */
export interface Network {
  /** Shape of one input, without the batch. */
  readonly inputShape: readonly number[];
  readonly labels: number;
  /** What is trained, in a fixed order. */
  readonly parameters: readonly Parameter[];
  /** Normalisation layers, whose moving mean and variance are kept beside the weights. */
  readonly norms: readonly { readonly layer: string; readonly channels: number }[];
  /** Start values of one parameter, float32, from a stream of its own. */
  initial(parameter: Parameter, random: Random): Float32Array;
  /**
   * Logits [batch, labels]. `weight` finds a parameter by name, and in judging also
   * `<layer>/moving_mean` and `<layer>/moving_variance`. Run it within a tidy.
   */
  forward(x: Tensor, weight: (name: string) => Tensor, mode: Mode): Tensor2D;
}
