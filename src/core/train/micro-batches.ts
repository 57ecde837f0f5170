// A batch cut into the pieces replicas work on. The cut depends on the config alone, never
// on how many replicas there are.
import type { Batch } from '../data/batches';
import type { MicroBatch } from './replicas/messages';

export interface CutOptions {
  /** Rows of a piece at most; bounds memory. */
  readonly microBatch: number;
  readonly labels: number;
  /** Share of each target spread evenly over all labels, 0 … 1 (Szegedy et al. 2016). */
  readonly labelSmoothing: number;
  /** What a row of each label counts in the loss, or null for 1. */
  readonly classWeights: readonly number[] | null;
  /** Of this step; each piece adds its place. */
  readonly seed: string;
}

/** Pieces in order; their arrays are views into the batch or new, never shared memory. */
export function cutBatch({ rows, xs, targets }: Batch, options: CutOptions): MicroBatch[] {
  const { microBatch, labels, labelSmoothing, classWeights, seed } = options;
  const features = xs.length / rows.length;
  const pieces: MicroBatch[] = [];
  for (let from = 0; from < rows.length; from += microBatch) {
    const to = Math.min(rows.length, from + microBatch);
    const own = targets.slice(from * labels, to * labels);
    const rowWeights = new Float32Array(to - from).fill(1);
    if (classWeights) {
      for (let row = 0; row < to - from; row++) {
        // Of a one-hot target the row's own weight, of a mixture the mean of both.
        rowWeights[row] = classWeights.reduce((sum, w, k) => sum + w * own[row * labels + k], 0);
      }
    }
    pieces.push({
      rows: to - from,
      xs: xs.slice(from * features, to * features),
      targets: own.map((p) => p * (1 - labelSmoothing) + labelSmoothing / labels),
      rowWeights,
      seed: `${seed}/${pieces.length}`,
    });
  }
  return pieces;
}
