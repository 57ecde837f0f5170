// Worker thread: a picture file → its views → the frozen trunk → one cache record.
import { tensor4d, tidy, type Tensor } from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { workerData } from 'node:worker_threads';
import { drawView, type ViewSpec } from '../../src/core/data/view';
import { CoreError } from '../../src/core/errors';
import type { RgbImage } from '../../src/core/image/rgb-image';
import { buildExtractor, setWeights } from '../../src/core/model/lesion-net';
import { buildTrunk } from '../../src/core/model/mobilenet-v2';
import type { NamedWeight } from '../../src/core/model/weights';
import { batchInput } from '../../src/core/preprocess';
import type { BackendChoice } from '../../src/engine/backend';
import { openNodeBackend } from './backend';
import { installKernels } from './kernels';
import { writeHalves } from './float16';
import { readPicture, type Picture } from './picture';
import { serveJobs } from './worker-jobs';

/** What is taken from the trunk: of several maps means and variances, or one whole map. */
export type TrunkOutput =
  | { readonly kind: 'moments'; readonly taps: readonly string[] }
  | { readonly kind: 'map'; readonly layer: string };

/** What the thread is started with. */
export interface ExtractSetup extends ViewSpec {
  readonly views: number;
  readonly backend: BackendChoice;
  /** Last block of the trunk that is built. */
  readonly lastBlock: number;
  readonly output: TrunkOutput;
  /** Of the trunk, batch-norm folded. */
  readonly weights: readonly NamedWeight[];
  /** Numbers a view gives; checked, because the cache's records have that size. */
  readonly length: number;
}

/** float16 [views, length], or why the picture cannot be used. */
export type ExtractReply =
  | { readonly kind: 'record'; readonly halves: Uint8Array<ArrayBuffer> }
  | { readonly kind: 'unreadable'; readonly reason: string };

const setup = workerData as ExtractSetup;

serveJobs<Picture, ExtractReply>(async () => {
  const { backend } = await openNodeBackend(setup.backend);
  // Their convolutions are faster than the stock ones.
  if (backend === 'wasm') await installKernels();
  const model = buildModel();
  return async ({ path, id }) => {
    const image = await readPicture(path).catch((error: unknown) => {
      if (error instanceof CoreError && error.code === 'image-undecodable') return error;
      throw error;
    });
    if (image instanceof CoreError) return { value: { kind: 'unreadable', reason: image.message } };
    const views = Array.from({ length: setup.views }, (_, view) =>
      drawView(image, setup, id, view),
    );
    const values = await extract(model, views);
    if (values.length !== setup.views * setup.length) {
      const length = values.length / setup.views;
      throw new CoreError(
        'config-invalid',
        `the trunk gives ${length} numbers a view, not ${setup.length}`,
      );
    }
    const halves = halvesOf(values, path);
    return { value: { kind: 'record', halves }, transfer: [halves.buffer] };
  };
});

function buildModel(): LayersModel {
  const { preprocess, lastBlock, output, weights } = setup;
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

/** float32 [views, length]. */
async function extract(model: LayersModel, views: readonly RgbImage[]): Promise<Float32Array> {
  const { preprocess, output } = setup;
  const outputs = tidy(() => {
    const shape: [number, number, number, number] = [
      views.length,
      preprocess.sizePx,
      preprocess.sizePx,
      3,
    ];
    return [model.predictOnBatch(tensor4d(batchInput(views, preprocess), shape))].flat();
  }) as Tensor[];
  const values = await Promise.all(outputs.map((tensor) => tensor.data<'float32'>()));
  outputs.forEach((tensor) => tensor.dispose());
  return output.kind === 'map' ? values[0] : momentsByView(values, views.length);
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

function halvesOf(values: Float32Array, path: string): Uint8Array<ArrayBuffer> {
  try {
    return writeHalves(values);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new CoreError('data-invalid', `activations of ${path}: ${error.message}`);
  }
}
