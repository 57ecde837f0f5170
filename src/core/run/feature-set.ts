// Statistics of extracted features over the pictures that could be read.
import type { Standardisation } from '../model/fold-standardisation';
import type { Features } from './run-host';

/** Features, and which of their pictures are to be used. */
export interface FeatureRows {
  readonly features: Features;
  readonly rows: readonly number[];
}

/** Pictures that could be read. */
export function readableRows({ vectors, views, length, unreadable }: Features): number[] {
  const bad = new Set(unreadable);
  const pictures = vectors.length / (views * length);
  return Array.from({ length: pictures }, (_, i) => i).filter((i) => !bad.has(i));
}

/** The vector of every view of every used picture: views into the features. */
export function* rowsOf({ features, rows }: FeatureRows): Generator<Float32Array> {
  const { vectors, views, length } = features;
  for (const row of rows) {
    for (let view = 0; view < views; view++) {
      const from = (row * views + view) * length;
      yield vectors.subarray(from, from + length);
    }
  }
}

/** Mean and deviation of every feature over all views. */
export function standardise(set: FeatureRows): Standardisation {
  const { length, views } = set.features;
  const sum = new Float64Array(length);
  const squares = new Float64Array(length);
  for (const row of rowsOf(set)) {
    for (let c = 0; c < length; c++) {
      sum[c] += row[c];
      squares[c] += row[c] * row[c];
    }
  }
  const count = set.rows.length * views;
  const mean = Float32Array.from(sum, (total) => total / count);
  const deviation = Float32Array.from(squares, (total, c) =>
    // A feature that never varies would divide by zero; it carries nothing either way.
    Math.max(Math.sqrt(Math.max(0, total / count - mean[c] ** 2)), 1e-4),
  );
  return { mean, deviation };
}
