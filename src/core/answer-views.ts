// What a network looks at for one answer: the square, and squares about the same middle
// that lie closer, each turned. Training draws its views closer than the whole square, so
// that at least one of these has spots at the size it learned them (Touvron et al. 2019,
// "Fixing the train-test resolution discrepancy").
import { turnedViews } from './augment';
import { centreSquare, type RgbImage, type SquareCrop } from './image/rgb-image';
import type { ModelCard } from './model/card';
import { cropToInput } from './preprocess';

/** What of a card says how a network looks at a picture. */
export type LookingCard = Pick<ModelCard, 'preprocess' | 'turns' | 'zooms'>;

/**
 * The views of the square `crop` (the card's own rule without one) at model input size, a
 * list for each of the card's zooms; the plain one stands first in the first.
 */
export function answerViews(
  image: RgbImage,
  { preprocess, turns, zooms }: LookingCard,
  crop?: SquareCrop,
): RgbImage[][] {
  return zooms.map((zoom) => {
    const square = zoom === 1 ? crop : zoomedSquare(crop ?? centreSquare(image), zoom);
    return turnedViews(cropToInput(image, preprocess, square), turns);
  });
}

/** The square about the same middle with a share `zoom` of its side. */
function zoomedSquare({ left, top, side }: SquareCrop, zoom: number): SquareCrop {
  const border = ((1 - zoom) / 2) * side;
  return { left: left + border, top: top + border, side: zoom * side };
}
