// From a picture to an answer, the same way in the worker and in the CLI: quality, crop,
// network, judgement. The backend and the model are the caller's.
import { dispose, tensor4d, tidy, type Tensor } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { turnedViews } from './augment';
import { assessQuality, isBlocked } from './image/quality';
import type { RgbImage, SquareCrop } from './image/rgb-image';
import type { ModelCard } from './model/card';
import { judge, type JudgingCard, type Prediction, type RawOutput } from './prediction';
import { batchInput, cropToInput } from './preprocess';

/** What of a card is needed to answer. */
export type AnswerCard = JudgingCard & LookingCard;

/** What of a card says how a network looks at a picture. */
export type LookingCard = Pick<ModelCard, 'preprocess' | 'turns'>;

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
  const input = cropToInput(image, card.preprocess, crop);
  return judge(await runTurned(model, card, input), card, quality);
}

/**
 * Runs one input-sized picture as the card says: the mean over its turned views
 * (test-time augmentation).
 */
export async function runTurned(
  model: LayersModel,
  card: LookingCard,
  image: RgbImage,
): Promise<RawOutput> {
  return meanOutput(await runNetwork(model, card, turnedViews(image, card.turns)));
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
