// Says whether a picture is good enough to be judged, and if not, why. Used before a
// photo reaches the model, in the tab and in Node alike.
import { resize } from './resize';
import { centreSquare, type RgbImage, type SquareCrop } from './rgb-image';

/** Why a picture is poor. */
export type QualityProblem = 'too-small' | 'blurred' | 'too-dark' | 'too-bright' | 'glare';

/** One problem with what was measured and the limit it broke. */
export interface QualityFinding {
  readonly problem: QualityProblem;
  /** `block`: the model must not judge it. `warn`: only if the person insists. */
  readonly severity: 'warn' | 'block';
  readonly measured: number;
  readonly limit: number;
}

/** All findings, worst first; empty when the picture is good enough. */
export interface QualityReport {
  readonly findings: readonly QualityFinding[];
}

/**
 * Limits, set so that at most 2 % of the training photographs break any one of them
 * while clear damage does; `npm run quality-limits` prints both shares.
 */
export const qualityLimits = {
  /** Side of the crop in source pixels: below, the model sees invented pixels. */
  smallSidePx: 160,
  tinySidePx: 64,
  /** Crété blur, 0 sharp … 1 blurred. */
  blur: 0.55,
  /** Mean luminance of the middle of the picture, 0 … 255. */
  darkMean: 55,
  blackMean: 20,
  brightMean: 225,
  whiteMean: 246,
  /** Share of the pixels that are burnt out. */
  glareShare: 0.06,
} as const;

const SIDE = 256;

/** Judges the square that would go to the model (the middle square by default). */
export function assessQuality(image: RgbImage, crop?: SquareCrop): QualityReport {
  const { left, top, side } = crop ?? centreSquare(image);
  const view = resize(image, SIDE, SIDE, 'area', { left, top, width: side, height: side });
  const luminance = luminanceOf(view);
  const mean = meanOfMiddle(luminance);
  const found: QualityFinding[] = [];
  const report = (
    problem: QualityProblem,
    severity: 'warn' | 'block',
    measured: number,
    limit: number,
  ) => found.push({ problem, severity, measured, limit });
  const limits = qualityLimits;

  if (side < limits.tinySidePx) report('too-small', 'block', side, limits.tinySidePx);
  else if (side < limits.smallSidePx) report('too-small', 'warn', side, limits.smallSidePx);

  if (mean < limits.blackMean) report('too-dark', 'block', mean, limits.blackMean);
  else if (mean < limits.darkMean) report('too-dark', 'warn', mean, limits.darkMean);

  if (mean > limits.whiteMean) report('too-bright', 'block', mean, limits.whiteMean);
  else if (mean > limits.brightMean) report('too-bright', 'warn', mean, limits.brightMean);

  const blur = creteBlur(luminance);
  if (blur > limits.blur) report('blurred', 'warn', blur, limits.blur);

  // A picture that is bright all over is one problem, not two.
  const burnt = burntShare(view);
  if (mean <= limits.brightMean && burnt > limits.glareShare) {
    report('glare', 'warn', burnt, limits.glareShare);
  }
  return {
    findings: found.sort((a, b) => Number(b.severity === 'block') - Number(a.severity === 'block')),
  };
}

/** Whether any finding forbids judging the picture at all. */
export function isBlocked(report: QualityReport): boolean {
  return report.findings.some((finding) => finding.severity === 'block');
}

/** What the checks measure on one picture; for setting limits and for tests. */
export function measureQuality(image: RgbImage): { blur: number; mean: number; burnt: number } {
  const { left, top, side } = centreSquare(image);
  const view = resize(image, SIDE, SIDE, 'area', { left, top, width: side, height: side });
  const luminance = luminanceOf(view);
  return {
    blur: creteBlur(luminance),
    mean: meanOfMiddle(luminance),
    burnt: burntShare(view),
  };
}

// Rec. 601 luma, as JPEG uses.
function luminanceOf(image: RgbImage): Float64Array {
  const luminance = new Float64Array(image.width * image.height);
  for (let i = 0, at = 0; i < luminance.length; i++, at += 3) {
    luminance[i] = 0.299 * image.data[at] + 0.587 * image.data[at + 1] + 0.114 * image.data[at + 2];
  }
  return luminance;
}

// The middle only: dermoscopes leave black corners that say nothing about the light.
function meanOfMiddle(luminance: Float64Array): number {
  const from = SIDE / 4;
  const to = SIDE - from;
  let sum = 0;
  for (let y = from; y < to; y++) {
    for (let x = from; x < to; x++) sum += luminance[y * SIDE + x];
  }
  return sum / (to - from) ** 2;
}

function burntShare(view: RgbImage): number {
  let burnt = 0;
  for (let at = 0; at < view.data.length; at += 3) {
    if (Math.min(view.data[at], view.data[at + 1], view.data[at + 2]) >= 250) burnt++;
  }
  return burnt / (view.width * view.height);
}

// Crété-Roffet et al. 2007, "The blur effect": blur the picture again and see how much
// neighbouring differences lose. A sharp picture loses much, a blurred one little.
// Unlike the variance of the Laplacian it hardly depends on how busy the scene is.
function creteBlur(luminance: Float64Array): number {
  return Math.max(directionalBlur(luminance, 1, SIDE), directionalBlur(luminance, SIDE, 1));
}

function directionalBlur(luminance: Float64Array, along: number, across: number): number {
  const radius = 4;
  const smooth = new Float64Array(luminance.length);
  for (let line = 0; line < SIDE; line++) {
    for (let i = radius; i < SIDE - radius; i++) {
      let sum = 0;
      for (let k = -radius; k <= radius; k++) sum += luminance[line * across + (i + k) * along];
      smooth[line * across + i * along] = sum / (2 * radius + 1);
    }
  }
  let total = 0;
  let lost = 0;
  for (let line = 0; line < SIDE; line++) {
    for (let i = radius + 1; i < SIDE - radius; i++) {
      const at = line * across + i * along;
      const before = Math.abs(luminance[at] - luminance[at - along]);
      const after = Math.abs(smooth[at] - smooth[at - along]);
      total += before;
      lost += Math.max(0, before - after);
    }
  }
  return total === 0 ? 1 : (total - lost) / total;
}
