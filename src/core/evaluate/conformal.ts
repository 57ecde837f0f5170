// Thresholds with a promise that holds for finite samples, whatever the scores are like
// (split conformal prediction, class-conditional: Vovk, Gammerman & Shafer 2005 §4.5; Sadinle,
// Lei & Wasserman 2019). The promise is for new pictures drawn like the ones it was
// chosen on, and those must not have been used to fit the scores. Where they chose between
// epochs or models it is kept a little less well, the more so the fewer they are.

/**
 * The highest threshold of which at most a share `rate` of new scores of this class falls
 * below: the k-th smallest of the n, with k = ⌊rate · (n + 1)⌋, since a new score falls
 * below that one with a probability of at most k / (n + 1). −Infinity where n is too small
 * to promise that of any score.
 */
export function lowerThreshold(scores: readonly number[], rate: number): number {
  const k = rankOf(scores.length, rate);
  return k === 0 ? -Infinity : scores.toSorted((a, b) => a - b)[k - 1];
}

/**
 * A threshold that at most a share `rate` of new scores of this class reaches. A
 * score that equals one of these counts as reaching it, so the threshold lies just above.
 * Infinity where n is too small.
 */
export function upperThreshold(scores: readonly number[], rate: number): number {
  const k = rankOf(scores.length, rate);
  if (k === 0) return Infinity;
  const sorted = scores.toSorted((a, b) => b - a);
  const reached = sorted[k - 1];
  // Half-way to the next higher one: any place in between keeps the promise.
  const above = sorted.findLast((score) => score > reached);
  return above === undefined ? nextAbove(reached) : (reached + above) / 2;
}

// The tolerance takes up what 0.05 · 20 loses in binary.
function rankOf(n: number, rate: number): number {
  return Math.floor(rate * (n + 1) + 1e-9);
}

function nextAbove(value: number): number {
  return value + Math.max(Math.abs(value) * 1e-9, 1e-12);
}
