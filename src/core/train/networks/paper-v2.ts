// The paper's network v2.0: six convolutions of 3×3, each with 2×2 max pooling, then two
// dense layers. Valid padding, so it needs pictures of 190 px or more.
import {
  add,
  matMul,
  maxPool,
  relu,
  reshape,
  type Tensor1D,
  type Tensor2D,
  type Tensor4D,
} from '@tensorflow/tfjs-core';
import * as v from 'valibot';
import { CoreError } from '../../errors';
import { PAPER_DROPOUT, PAPER_HIDDEN, paperWidths } from '../../model/paper-v2';
import { convolution } from '../ops/convolution';
import { dropout } from '../ops/dropout';
import type { Parameter } from '../parameters';
import { glorotUniform } from './initial';
import type { Network } from './network';

export const paperV2Schema = v.strictObject({
  kind: v.literal('paper-v2'),
  /** Side of the picture; the paper's is 500. */
  sizePx: v.pipe(v.number(), v.integer(), v.minValue(1)),
  labels: v.pipe(v.number(), v.integer(), v.minValue(1)),
});

/**
 * The network for square pictures [sizePx, sizePx, 3] in [−1, 1].
 * @throws CoreError `config-invalid` for pictures that six valid convolutions use up.
 */
export function paperV2({ sizePx, labels }: v.InferOutput<typeof paperV2Schema>): Network {
  let side = sizePx;
  let from = 3;
  const parameters: Parameter[] = [];
  paperWidths.forEach((to, i) => {
    parameters.push(
      { name: `conv_${i}/kernel`, shape: [3, 3, from, to], decays: true },
      { name: `conv_${i}/bias`, shape: [to], decays: false },
    );
    side = Math.floor((side - 2) / 2);
    from = to;
  });
  if (side < 1) {
    throw new CoreError('config-invalid', `v2.0 has no output at ${sizePx} px; it needs 190`);
  }
  const flat = side * side * from;
  parameters.push(
    { name: 'hidden/kernel', shape: [flat, PAPER_HIDDEN], decays: true },
    { name: 'hidden/bias', shape: [PAPER_HIDDEN], decays: false },
    { name: 'logits/kernel', shape: [PAPER_HIDDEN, labels], decays: true },
    { name: 'logits/bias', shape: [labels], decays: false },
  );
  return {
    inputShape: [sizePx, sizePx, 3],
    labels,
    parameters,
    norms: [],
    initial: glorotUniform,
    forward(x, weight, mode) {
      let y = x as Tensor4D;
      paperWidths.forEach((_, i) => {
        y = convolution(
          y,
          weight(`conv_${i}/kernel`) as Tensor4D,
          weight(`conv_${i}/bias`) as Tensor1D,
          { strides: 1, pad: 'valid', activation: 'relu', isFirst: i === 0 },
        );
        y = maxPool(y, 2, 2, 'valid');
      });
      let rows = reshape(y, [-1, flat]) as Tensor2D;
      if (mode.kind === 'train') rows = dropout(rows, PAPER_DROPOUT, mode.random);
      const hidden = relu(
        add(matMul(rows, weight('hidden/kernel') as Tensor2D), weight('hidden/bias')),
      ) as Tensor2D;
      return add(matMul(hidden, weight('logits/kernel') as Tensor2D), weight('logits/bias'));
    },
  };
}
