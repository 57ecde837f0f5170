// What a trained network's trunk makes of pictures, pooled: what its gate looks at.
import { tensor4d, tidy, type Tensor } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { drawView, type ViewSpec } from '../../src/core/data/view';
import { CoreError } from '../../src/core/errors';
import type { RgbImage } from '../../src/core/image/rgb-image';
import { batchInput } from '../../src/core/preprocess';
import { readPicture } from './picture';

/** The picture, or null for one that cannot be read, which is said on stderr. */
export async function readOrName(path: string): Promise<RgbImage | null> {
  try {
    return await readPicture(path);
  } catch (error) {
    if (!(error instanceof CoreError && error.code === 'image-undecodable')) throw error;
    console.error(`unreadable, left out: ${path}`);
    return null;
  }
}

/**
 * Features of some views of a picture, float32 [features] each. `network`: from
 * `buildGateFeatures`; `id` names the picture in random draws.
 */
export async function featuresOf(
  network: LayersModel,
  image: RgbImage,
  id: string,
  spec: ViewSpec,
  views: readonly number[],
): Promise<Float32Array[]> {
  const inputs = views.map((view) => drawView(image, spec, id, view));
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
