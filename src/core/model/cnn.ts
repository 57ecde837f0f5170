// Plain convolutional networks as the paper's are. Exported from here, trained in
// core/train/networks/cnn.
import * as tfl from '@tensorflow/tfjs-layers';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { lastSide, type SizedCnn } from './cnn-spec';

/**
 * Pictures [batch, sizePx, sizePx, 3] to logits [batch, labels]; of a sigmoid's z, [0, z],
 * whose softmax is the sigmoid. Caller disposes.
 * @throws as `lastSide`.
 */
export function buildCnn(spec: SizedCnn): LayersModel {
  lastSide(spec);
  const { sizePx, labels, convolutions, padding, hidden, dropout, output } = spec;
  const input = tfl.input({ shape: [sizePx, sizePx, 3], name: 'picture' });
  const layers: tfl.layers.Layer[] = [];
  for (const [i, { filters, kernel }] of convolutions.entries()) {
    layers.push(
      tfl.layers.conv2d({
        name: `conv_${i}`,
        filters,
        kernelSize: kernel,
        padding,
        activation: 'relu',
      }),
      tfl.layers.maxPooling2d({ name: `pool_${i}`, poolSize: 2 }),
    );
  }
  layers.push(
    tfl.layers.flatten({ name: 'flatten' }),
    tfl.layers.dropout({ name: 'dropout', rate: dropout }),
    tfl.layers.dense({ name: 'hidden', units: hidden, activation: 'relu' }),
    tfl.layers.dense({ name: 'logits', units: output === 'sigmoid' ? 1 : labels }),
  );
  if (output === 'sigmoid') {
    // A zero before z, without a weight that would count as a parameter.
    layers.push(
      tfl.layers.reshape({ name: 'as_map', targetShape: [1, 1, 1] }),
      tfl.layers.zeroPadding2d({
        name: 'zero_first',
        padding: [
          [0, 0],
          [1, 0],
        ],
      }),
      tfl.layers.flatten({ name: 'two_logits' }),
    );
  }
  const end = layers.reduce(
    (x, layer) => layer.apply(x) as tfl.SymbolicTensor,
    input as tfl.SymbolicTensor,
  );
  return tfl.model({ inputs: input, outputs: end, name: 'cnn' });
}
