// Pooled features of every view of every picture: what the head is trained on. Small
// enough to be held in memory, and computed once (`extract.ts`).
import type { StopSignal } from '../../src/core/errors';
import type { VectorLayout } from '../../src/core/model/pooled-features';
import type { Features } from '../../src/core/run/run-host';
import type { BackendChoice } from '../../src/engine/backend';
import type { FiledSample } from './dataset';
import { extract, type Extracted } from './extract';
import type { ExtractSetup } from './extract.worker';
import type { Progress } from './progress';

export interface FeatureOptions {
  readonly samples: readonly FiledSample[];
  readonly setup: Omit<ExtractSetup, 'backend' | 'output' | 'length'> & {
    /** Keras layer names, in the order of `layout`. */
    readonly taps: readonly string[];
  };
  readonly layout: VectorLayout;
  readonly cacheFolder: string;
  readonly backend: BackendChoice;
  readonly workers: number;
  readonly progress: Progress;
  readonly stop?: StopSignal;
}

const RECORDS_AT_ONCE = 64;

/** Extracts what is not cached yet and reads all of it. @throws what `extract` throws. */
export async function extractFeatures(options: FeatureOptions): Promise<Features> {
  const { samples, setup, layout, cacheFolder, backend, workers, progress, stop } = options;
  const { taps, ...trunk } = setup;
  const length = layout.reduce((sum, { channels }) => sum + 2 * channels, 0);
  const extracted = await extract({
    pictures: samples.map(({ path, file }) => ({ path, id: file })),
    setup: { ...trunk, backend, output: { kind: 'moments', taps }, length },
    cacheFolder,
    workers,
    stop,
    onProgress: (done) => progress.update(done),
  });
  progress.end();
  try {
    return {
      vectors: await readAll(extracted),
      views: setup.views,
      length,
      unreadable: extracted.unreadable.map(({ row }) => row),
    };
  } finally {
    await extracted.store.close();
  }
}

async function readAll({ store, keys, unreadable }: Extracted): Promise<Float32Array> {
  const { views, length } = store;
  const vectors = new Float32Array(keys.length * views * length);
  const bad = new Set(unreadable.map(({ row }) => row));
  const readRow = async (row: number) => {
    const from = row * views * length;
    if (bad.has(row)) {
      vectors.fill(NaN, from, from + views * length);
      return;
    }
    for (let view = 0; view < views; view++) {
      const at = from + view * length;
      await store.read(keys[row], view, vectors.subarray(at, at + length));
    }
  };
  const rows = [...keys.keys()];
  for (let from = 0; from < rows.length; from += RECORDS_AT_ONCE) {
    await Promise.all(rows.slice(from, from + RECORDS_AT_ONCE).map(readRow));
  }
  return vectors;
}
