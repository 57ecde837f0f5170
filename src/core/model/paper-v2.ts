// The paper's network v2.0 as it is exported; trained in core/train/networks/paper-v2.
import * as tfl from '@tensorflow/tfjs-layers';
import type { LayersModel } from '@tensorflow/tfjs-layers';

/** Filters of the six convolutions, and units of the hidden layer. */
export const paperWidths = [32, 64, 64, 128, 256, 512] as const;
export const PAPER_HIDDEN = 1024;
export const PAPER_DROPOUT = 0.5;

/**
 * Pictures [batch, sizePx, sizePx, 3] in [−1, 1] to logits [batch, labels]. Caller disposes.
 */
export function buildPaperV2(sizePx: number, labels: number): LayersModel {
  const model = tfl.sequential({ name: 'paper_v2' });
  paperWidths.forEach((filters, i) => {
    const inputShape = i === 0 ? { inputShape: [sizePx, sizePx, 3] } : {};
    const name = `conv_${i}`;
    model.add(
      tfl.layers.conv2d({ name, filters, kernelSize: 3, activation: 'relu', ...inputShape }),
    );
    model.add(tfl.layers.maxPooling2d({ name: `pool_${i}`, poolSize: 2 }));
  });
  model.add(tfl.layers.flatten({ name: 'flatten' }));
  model.add(tfl.layers.dropout({ name: 'dropout', rate: PAPER_DROPOUT }));
  model.add(tfl.layers.dense({ name: 'hidden', units: PAPER_HIDDEN, activation: 'relu' }));
  model.add(tfl.layers.dense({ name: 'logits', units: labels }));
  return model;
}
