// One hidden layer over feature vectors: the head on a frozen trunk. Small enough to
// train on any backend, since matrix products are all it needs.
import { add, matMul, relu, type Tensor2D } from '@tensorflow/tfjs-core';
import * as v from 'valibot';
import { dropout } from '../ops/dropout';
import { glorotUniform } from './initial';
import type { Network } from './network';

const whole = v.pipe(v.number(), v.integer(), v.minValue(1));
const share = v.pipe(v.number(), v.minValue(0), v.ltValue(1));

export const perceptronSchema = v.strictObject({
  kind: v.literal('perceptron'),
  features: whole,
  hidden: whole,
  labels: whole,
  /** Share of features dropped in training, and of hidden units. */
  inputDropout: v.optional(share, 0),
  hiddenDropout: v.optional(share, 0),
});

/** Features [batch, features] → relu → logits [batch, labels]. */
export function perceptron({
  features,
  hidden,
  labels,
  inputDropout,
  hiddenDropout,
}: v.InferOutput<typeof perceptronSchema>): Network {
  return {
    inputShape: [features],
    labels,
    parameters: [
      { name: 'hidden/kernel', shape: [features, hidden], decays: true },
      { name: 'hidden/bias', shape: [hidden], decays: false },
      { name: 'logits/kernel', shape: [hidden, labels], decays: true },
      { name: 'logits/bias', shape: [labels], decays: false },
    ],
    norms: [],
    initial: glorotUniform,
    forward(x, weight, mode) {
      const drop = (y: Tensor2D, rate: number) =>
        mode.kind === 'train' ? dropout(y, rate, mode.random) : y;
      const dense = (y: Tensor2D, name: string) =>
        add(matMul(y, weight(`${name}/kernel`) as Tensor2D), weight(`${name}/bias`)) as Tensor2D;
      const unit = relu(dense(drop(x as Tensor2D, inputDropout), 'hidden'));
      return dense(drop(unit, hiddenDropout), 'logits');
    },
  };
}
