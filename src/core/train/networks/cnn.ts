// Plain convolutional networks, as the paper's are; exported by core/model/cnn.
import {
  add,
  concat,
  matMul,
  maxPool,
  relu,
  reshape,
  zerosLike,
  type Tensor1D,
  type Tensor2D,
  type Tensor4D,
} from '@tensorflow/tfjs-core';
import * as v from 'valibot';
import { cnnFields, lastSide, type SizedCnn } from '../../model/cnn-spec';
import { convolution } from '../ops/convolution';
import { dropout } from '../ops/dropout';
import type { Parameter } from '../parameters';
import { glorotUniform } from './initial';
import type { Network } from './network';

export const cnnSchema = v.strictObject({
  kind: v.literal('cnn'),
  ...cnnFields,
  /** Side of the picture; the paper's is 500. */
  sizePx: v.pipe(v.number(), v.integer(), v.minValue(1)),
  labels: v.pipe(v.number(), v.integer(), v.minValue(1)),
});

/**
 * The network for square pictures [sizePx, sizePx, 3], with Keras's initialisers.
 * @throws CoreError `config-invalid` as `lastSide`.
 */
export function cnn(spec: SizedCnn): Network {
  const { sizePx, labels, convolutions, padding: pad, hidden, output } = spec;
  const side = lastSide(spec);
  let from = 3;
  const parameters: Parameter[] = [];
  for (const [i, { filters, kernel }] of convolutions.entries()) {
    parameters.push(
      { name: `conv_${i}/kernel`, shape: [kernel, kernel, from, filters], decays: true },
      { name: `conv_${i}/bias`, shape: [filters], decays: false },
    );
    from = filters;
  }
  const flat = side * side * from;
  const units = output === 'sigmoid' ? 1 : labels;
  parameters.push(
    { name: 'hidden/kernel', shape: [flat, hidden], decays: true },
    { name: 'hidden/bias', shape: [hidden], decays: false },
    { name: 'logits/kernel', shape: [hidden, units], decays: true },
    { name: 'logits/bias', shape: [units], decays: false },
  );
  return {
    inputShape: [sizePx, sizePx, 3],
    labels,
    parameters,
    norms: [],
    initial: glorotUniform,
    forward(x, weight, mode) {
      let y = x as Tensor4D;
      for (const i of convolutions.keys()) {
        y = convolution(
          y,
          weight(`conv_${i}/kernel`) as Tensor4D,
          weight(`conv_${i}/bias`) as Tensor1D,
          { strides: 1, pad, activation: 'relu', isFirst: i === 0 },
        );
        y = maxPool(y, 2, 2, 'valid');
      }
      let rows = reshape(y, [-1, flat]) as Tensor2D;
      if (mode.kind === 'train') rows = dropout(rows, spec.dropout, mode.random);
      const dense = (input: Tensor2D, name: string) =>
        add(matMul(input, weight(`${name}/kernel`) as Tensor2D), weight(`${name}/bias`));
      const logits = dense(relu(dense(rows, 'hidden') as Tensor2D), 'logits') as Tensor2D;
      // The softmax of [0, z] is the sigmoid of z.
      return output === 'sigmoid' ? concat([zerosLike(logits), logits], 1) : logits;
    },
  };
}
