// The drawn samples: pictures for people who have none at hand, and nobody's skin.
import { drawLesion, type DrawnKind } from '../../core/data/synthetic';
import type { RgbImage } from '../../core/image/rgb-image';

/**
 * Always the same drawings, so that a sample always gets the same answer. Picked so that
 * the shipped model gives each of its three answers once.
 */
const sampleSeeds: Record<DrawnKind, number> = { even: 1, irregular: 3, faint: 17 };

export function drawSample(kind: DrawnKind, sidePx?: number): RgbImage {
  return drawLesion(kind, sampleSeeds[kind], sidePx);
}
