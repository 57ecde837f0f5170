// What a trained network's trunk makes of pictures, pooled: what its gate looks at.
import { tensor4d, tidy, type Tensor } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { drawView, type ViewSpec } from '../../src/core/data/view';
import { CoreError } from '../../src/core/errors';
import { batchInput } from '../../src/core/preprocess';
import type { FiledSample } from './dataset';
import { readPicture } from './picture';

/**
 * Features of some views of a picture, float32 [features] each; null for a picture that
 * cannot be read, which is said on stderr. `network`: from `buildGateFeatures`.
 */
export async function featuresOf(
  network: LayersModel,
  sample: FiledSample,
  spec: ViewSpec,
  views: readonly number[],
): Promise<Float32Array[] | null> {
  const image = await readPicture(sample.path).catch((error: unknown) => {
    if (error instanceof CoreError && error.code === 'image-undecodable') return null;
    throw error;
  });
  if (!image) {
    console.error(`unreadable, left out: ${sample.path}`);
    return null;
  }
  const inputs = views.map((view) => drawView(image, spec, sample.file, view));
  const { sizePx } = spec.preprocess;
  const output = tidy(
    () =>
      network.predict(
        tensor4d(batchInput(inputs, spec.preprocess), [views.length, sizePx, sizePx, 3]),
      ) as Tensor,
  );
  const values = await output.data<'float32'>();
  output.dispose();
  const width = values.length / views.length;
  return views.map((_view, i) => values.slice(i * width, (i + 1) * width));
}
