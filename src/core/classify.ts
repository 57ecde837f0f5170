// From a picture to an answer, the same way in the worker and in the CLI: quality, crop,
// network, judgement. The backend and the model are the caller's.
import { dispose, tensor4d, tidy, type Tensor } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { answerViews, type LookingCard } from './answer-views';
import { assessQuality, isBlocked } from './image/quality';
import type { RgbImage, SquareCrop } from './image/rgb-image';
import type { ModelCard } from './model/card';
import { judge, type JudgingCard, type Prediction, type RawOutput } from './prediction';
import { batchInput } from './preprocess';

/** What of a card is needed to answer. */
export type AnswerCard = JudgingCard & LookingCard;

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
  if (isBlocked(quality)) return judge(null, card, quality);
  return judge(await runViews(model, card, image, crop), card, quality);
}

/**
 * Runs a picture as the card says: the mean over its views (test-time augmentation), those
 * of one zoom at a time, so that memory stays that of a few pictures.
 */
export async function runViews(
  model: LayersModel,
  card: LookingCard,
  image: RgbImage,
  crop?: SquareCrop,
): Promise<RawOutput> {
  const outputs: RawOutput[] = [];
  for (const views of answerViews(image, card, crop)) {
    outputs.push(...(await runNetwork(model, card, views)));
  }
  return meanOutput(outputs);
}

/** Mean of each logit, and of the gate where there is one. At least one output. */
export function meanOutput(outputs: readonly RawOutput[]): RawOutput {
  const [first] = outputs;
  const meanOf = (value: (output: RawOutput) => number) =>
    outputs.reduce((sum, output) => sum + value(output), 0) / outputs.length;
  return {
    logits: Array.from(first.logits, (_, label) => meanOf(({ logits }) => logits[label])),
    gate: first.gate === null ? null : meanOf(({ gate }) => gate!),
  };
}

/**
 * Runs a batch of input-sized pictures, all of it or nothing: one output per picture, in
 * their order. Keeps no tensor.
 */
export async function runNetwork(
  model: LayersModel,
  card: Pick<ModelCard, 'preprocess'>,
  images: readonly RgbImage[],
): Promise<RawOutput[]> {
  const { sizePx } = card.preprocess;
  const values = batchInput(images, card.preprocess);
  const outputs = tidy(() => [
    model.predict(tensor4d(values, [images.length, sizePx, sizePx, 3])),
  ]).flat() as Tensor[];
  try {
    const [logits, gate] = await Promise.all(outputs.map((output) => output.data<'float32'>()));
    const labels = logits.length / images.length;
    return images.map((_image, i) => ({
      logits: logits.slice(i * labels, (i + 1) * labels),
      gate: gate ? gate[i] : null,
    }));
  } finally {
    dispose(outputs);
  }
}
