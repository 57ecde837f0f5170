// Extracted features as the training loop reads them: readable rows only, standardised,
// with their targets.
import type { FeatureSet } from '../../src/core/train/fit';
import type { Standardisation } from '../../src/core/train/head';
import type { FiledSample } from './dataset';
import type { Features } from './feature-cache';

/** Rows of a feature matrix that hold a readable picture, with their target. */
export interface Usable {
  readonly rows: readonly number[];
  readonly malignant: readonly boolean[];
  readonly unreadable: readonly string[];
}

export function usable(samples: readonly FiledSample[], split: string, features: Features): Usable {
  const own = samples.filter((sample) => sample.split === split);
  const bad = new Set(features.unreadable);
  const rows: number[] = [];
  const malignant: boolean[] = [];
  own.forEach((sample, i) => {
    if (bad.has(i)) return;
    for (let view = 0; view < features.views; view++) {
      rows.push(i * features.views + view);
      malignant.push(sample.target === 'malignant');
    }
  });
  return { rows, malignant, unreadable: features.unreadable.map((i) => own[i].path) };
}

export function* rowsOf(
  { vectors, length }: Features,
  rows: readonly number[],
): Generator<Float32Array> {
  for (const row of rows) yield vectors.subarray(row * length, (row + 1) * length);
}

export function standardise(features: Features, rows: readonly number[]): Standardisation {
  const sum = new Float64Array(features.length);
  const squares = new Float64Array(features.length);
  for (const row of rowsOf(features, rows)) {
    for (let c = 0; c < row.length; c++) {
      sum[c] += row[c];
      squares[c] += row[c] * row[c];
    }
  }
  const mean = Float32Array.from(sum, (total) => total / rows.length);
  const deviation = Float32Array.from(squares, (total, c) =>
    // A feature that never varies would divide by zero; it carries nothing either way.
    Math.max(Math.sqrt(Math.max(0, total / rows.length - mean[c] ** 2)), 1e-4),
  );
  return { mean, deviation };
}

export function featureSet(
  { vectors, length }: Features,
  { rows, malignant }: Usable,
  { mean, deviation }: Standardisation,
): FeatureSet {
  return {
    rows: rows.length,
    features: length,
    read(i, target) {
      const from = rows[i] * length;
      for (let c = 0; c < length; c++) target[c] = (vectors[from + c] - mean[c]) / deviation[c];
    },
    isMalignant: (i) => malignant[i],
  };
}
