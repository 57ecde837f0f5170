// From a picture to an answer, the same way in the worker and in the CLI: quality, crop,
// network, judgement. The backend and the model are the caller's.
import { tensor4d, tidy, type Tensor } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { assessQuality, isBlocked } from './image/quality';
import type { RgbImage, SquareCrop } from './image/rgb-image';
import type { ModelCard } from './model/card';
import { judge, type Prediction } from './prediction';
import { batchInput, cropToInput } from './preprocess';

/** What of a card is needed to answer. */
export type AnswerCard = Pick<ModelCard, 'labels' | 'preprocess' | 'calibration' | 'thresholds'>;

/**
 * Judges the square `crop` of a picture (the card's own rule without one). A picture that
 * the quality check blocks never reaches the model.
 */
export async function classifyImage(
  model: LayersModel,
  card: AnswerCard,
  image: RgbImage,
  crop?: SquareCrop,
): Promise<Prediction> {
  const quality = assessQuality(image, crop);
  if (isBlocked(quality)) return judge([], card, quality);
  const input = cropToInput(image, card.preprocess, crop);
  return judge(await logitsOf(model, card, [input]), card, quality);
}

/**
 * Runs a batch of input-sized pictures: float32 [n × labels], row-major, in the order of
 * the pictures. Keeps no tensor.
 */
export async function logitsOf(
  model: LayersModel,
  card: Pick<ModelCard, 'preprocess'>,
  images: readonly RgbImage[],
): Promise<Float32Array> {
  const { sizePx } = card.preprocess;
  const values = batchInput(images, card.preprocess);
  const logits = tidy(
    () => model.predict(tensor4d(values, [images.length, sizePx, sizePx, 3])) as Tensor,
  );
  try {
    return await logits.data<'float32'>();
  } finally {
    logits.dispose();
  }
}
