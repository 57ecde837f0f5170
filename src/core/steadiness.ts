// How steady an answer is: the same spot, turned, mirrored and cut a little otherwise, ought
// to get the same answer. Test-time augmentation, shown to the person and not only averaged
// away; its spread is a known estimate of uncertainty (Ayhan and Berens, MIDL 2018).
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { turnedViews } from './augment';
import { answerViews } from './answer-views';
import { meanOutput, runNetwork, type AnswerCard } from './classify';
import type { StopSignal } from './errors';
import type { RgbImage, SquareCrop } from './image/rgb-image';
import { judge, type RawOutput } from './prediction';
import { cropToInput, type PreprocessSpec } from './preprocess';

/** What became of the answer when the same spot was looked at in other ways. */
export interface Steadiness {
  /** How many views were judged, each alone, the plain one included. */
  readonly views: number;
  /** How many of them got the outcome that the answer has. */
  readonly same: number;
  /** Smallest and largest calibrated probability, each in [0, 1]. */
  readonly lowest: number;
  readonly highest: number;
}

/** How far the other squares lie off the chosen one, as a share of its side. */
const SHIFT = 0.06;
const ZOOM = 0.1;
/** All there are. */
const TURNS = 8;

/** The square moved to each side and made smaller and larger, as far as the picture allows. */
function nearbySquares({ left, top, side }: SquareCrop, image: RgbImage): SquareCrop[] {
  const moved = side * SHIFT;
  const grown = side * ZOOM;
  const squares = [
    { left: left - moved, top, side },
    { left: left + moved, top, side },
    { left, top: top - moved, side },
    { left, top: top + moved, side },
    { left: left + grown / 2, top: top + grown / 2, side: side - grown },
    { left: left - grown / 2, top: top - grown / 2, side: side + grown },
  ];
  return squares.filter(
    (square) =>
      square.left >= 0 &&
      square.top >= 0 &&
      square.left + square.side <= image.width &&
      square.top + square.side <= image.height,
  );
}

/** All views at model input size, the plain one first: eight turns and the squares around. */
export function steadyViews(
  image: RgbImage,
  spec: PreprocessSpec,
  crop: SquareCrop,
): readonly RgbImage[] {
  const plain = cropToInput(image, spec, crop);
  const nearby = nearbySquares(crop, image).map((square) => cropToInput(image, spec, square));
  return [...turnedViews(plain, TURNS), ...nearby];
}

/**
 * Judges every view, one after the other. The picture must be one that the quality check
 * lets pass, the card a calibrated one.
 * @param pause awaited between views, so that a stop can arrive.
 * @returns null where a view got no outcome, or where `signal` stopped it.
 */
export async function measureSteadiness(
  model: LayersModel,
  card: AnswerCard,
  image: RgbImage,
  crop: SquareCrop,
  { signal, pause }: { signal?: StopSignal; pause?: () => Promise<void> } = {},
): Promise<Steadiness | null> {
  const outputs: RawOutput[] = [];
  const steady = steadyViews(image, card.preprocess, crop);
  // The turned views stand first, and the answer is the mean of some of them and of closer ones.
  const closer = answerViews(image, card, crop).slice(1).flat();
  for (const view of [...steady, ...closer]) {
    outputs.push(...(await runNetwork(model, card, [view])));
    await pause?.();
    if (signal?.aborted) return null;
  }
  const looked = outputs.slice(0, steady.length);
  const answer = meanOutput([...looked.slice(0, card.turns), ...outputs.slice(steady.length)]);
  const [given, ...looks] = [answer, ...looked].map((output) =>
    // The picture passed the gate as it is; how the answer wavers is the question here.
    judge(output, { ...card, gate: null }, { findings: [] }),
  );
  const assessed = looks.filter((look) => look.kind === 'assessed');
  if (given.kind !== 'assessed' || assessed.length < looks.length) return null;
  const probabilities = assessed.map(({ probability }) => probability);
  return {
    views: assessed.length,
    same: assessed.filter(({ outcome }) => outcome === given.outcome).length,
    lowest: Math.min(...probabilities),
    highest: Math.max(...probabilities),
  };
}
