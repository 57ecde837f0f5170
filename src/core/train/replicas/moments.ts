// Where the statistics of normalisation layers lie in one flat array: mean then variance,
// layer after layer.
import type { Network } from '../networks/network';

/** One layer's place. */
export interface PlacedNorm {
  readonly layer: string;
  readonly channels: number;
  /** Of the mean; the variance follows. */
  readonly offset: number;
}

/** Places of all normalisation layers, and the length of the whole. */
export function layOutNorms({ norms }: Network): { norms: PlacedNorm[]; size: number } {
  let size = 0;
  const placed = norms.map(({ layer, channels }) => {
    const offset = size;
    size += 2 * channels;
    return { layer, channels, offset };
  });
  return { norms: placed, size };
}

/** Start values: mean 0, variance 1. */
export function initialMoving(network: Network): Float32Array {
  const { norms, size } = layOutNorms(network);
  const moving = new Float32Array(size);
  for (const { offset, channels } of norms) {
    moving.fill(1, offset + channels, offset + 2 * channels);
  }
  return moving;
}

/**
 * moving · momentum + batch · (1 − momentum), in place, as Keras; `batch` from a batch
 * split into several micro-batches is their mean, weighted by rows.
 */
export function updateMoving(moving: Float32Array, batch: Float32Array, momentum: number): void {
  for (let i = 0; i < moving.length; i++) {
    moving[i] = moving[i] * momentum + batch[i] * (1 - momentum);
  }
}
