// What a frozen trunk gives for pictures: of several maps means and variances, or one whole
// map. On any host; the backend must be running.
import { dispose, tensor4d, tidy, type Tensor } from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { CoreError } from '../errors';
import type { RgbImage } from '../image/rgb-image';
import { batchInput, type PreprocessSpec } from '../preprocess';
import { buildExtractor, setWeights } from './lesion-net';
import { buildTrunk } from './mobilenet-v2';
import type { NamedWeight } from './weights';

/** What is taken from the trunk. */
export type TrunkOutput =
  | { readonly kind: 'moments'; readonly taps: readonly string[] }
  | { readonly kind: 'map'; readonly layer: string };

export interface TrunkSetup {
  readonly preprocess: PreprocessSpec;
  /** Last block of the trunk that is built. */
  readonly lastBlock: number;
  readonly output: TrunkOutput;
  /** Of the trunk, batch-norm folded. */
  readonly weights: readonly NamedWeight[];
  /** Numbers a view gives. */
  readonly length: number;
}

/**
 * Builds it. Caller disposes.
 * @throws CoreError `config-invalid` for a map that the trunk does not have,
 * `bundle-malformed` for missing weights.
 */
export function openTrunk({ preprocess, lastBlock, output, weights }: TrunkSetup): LayersModel {
  const { sizePx } = preprocess;
  const byName = new Map(weights.map((weight) => [weight.name, weight]));
  let model: LayersModel;
  if (output.kind === 'moments') {
    model = buildExtractor({ sizePx, lastBlock, taps: output.taps }).model;
  } else {
    const { input, maps } = buildTrunk(sizePx, lastBlock);
    const map = maps.get(output.layer);
    if (!map) {
      throw new CoreError(
        'config-invalid',
        `the trunk has no layer ${output.layer} up to ${lastBlock}`,
      );
    }
    model = tfl.model({ inputs: input, outputs: map });
  }
  setWeights(model, byName);
  return model;
}

/**
 * Runs views of a picture, all at once.
 * @returns float32 [views, length]; of `moments` first a tap's means, then its variances.
 * @throws CoreError `config-invalid` for a trunk that gives another length.
 */
export async function runTrunk(
  model: LayersModel,
  { preprocess, output, length }: TrunkSetup,
  views: readonly RgbImage[],
): Promise<Float32Array> {
  const outputs = tidy(() => {
    const shape: [number, number, number, number] = [
      views.length,
      preprocess.sizePx,
      preprocess.sizePx,
      3,
    ];
    return [model.predictOnBatch(tensor4d(batchInput(views, preprocess), shape))].flat();
  }) as Tensor[];
  const parts = await Promise.all(outputs.map((tensor) => tensor.data<'float32'>()));
  dispose(outputs);
  const values = output.kind === 'map' ? parts[0] : momentsByView(parts, views.length);
  if (values.length !== views.length * length) {
    throw new CoreError(
      'config-invalid',
      `the trunk gives ${values.length / views.length} numbers a view, not ${length}`,
    );
  }
  return values;
}

// Of every tap its means, then its variances, one view after the other. `values`: mean
// and mean square of every tap by turns, float32 [views, channels] each.
function momentsByView(values: readonly Float32Array[], views: number): Float32Array {
  const length = values.reduce((sum, part) => sum + part.length, 0) / views;
  const moments = new Float32Array(views * length);
  for (let view = 0, at = 0; view < views; view++) {
    for (let tap = 0; tap < values.length; tap += 2) {
      const channels = values[tap].length / views;
      const means = values[tap].subarray(view * channels, (view + 1) * channels);
      const squares = values[tap + 1].subarray(view * channels, (view + 1) * channels);
      for (let c = 0; c < channels; c++) {
        moments[at + c] = means[c];
        moments[at + channels + c] = Math.max(0, squares[c] - means[c] * means[c]);
      }
      at += 2 * channels;
    }
  }
  return moments;
}
