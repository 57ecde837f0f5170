// mixup: rows are trained on as mixtures of two, pictures and targets alike, which keeps a
// network with few pictures from learning them by heart (Zhang et al. 2018, arXiv 1710.09412).
import type { Batch } from '../data/batches';
import { shuffled, type Random } from '../random';

/**
 * Each row mixed with another of the batch: λ · row + (1 − λ) · other, with λ from
 * Beta(α, α) for each row, not below ½, so that a row stays mostly itself and its place in
 * the epoch keeps its meaning. The batch given is left as it is.
 * @param alpha in (0, 1]; 0 mixes nothing.
 */
export function mixUp(batch: Batch, alpha: number, random: Random): Batch {
  if (alpha === 0) return batch;
  const { rows } = batch;
  const others = shuffled([...rows.keys()], random);
  const shares = rows.map(() => {
    const share = drawBeta(alpha, random);
    return Math.max(share, 1 - share);
  });
  const mixed = (values: Float32Array): Float32Array => {
    const width = values.length / rows.length;
    const result = new Float32Array(values.length);
    for (const [row, share] of shares.entries()) {
      const own = row * width;
      const other = others[row] * width;
      for (let i = 0; i < width; i++) {
        result[own + i] = share * values[own + i] + (1 - share) * values[other + i];
      }
    }
    return result;
  };
  return { rows, xs: mixed(batch.xs), targets: mixed(batch.targets) };
}

/** From Beta(α, α) with α in (0, 1], by Jöhnk's method (1964). */
function drawBeta(alpha: number, random: Random): number {
  for (;;) {
    const x = random.next() ** (1 / alpha);
    const y = random.next() ** (1 / alpha);
    if (x + y > 0 && x + y <= 1) return x / (x + y);
  }
}
