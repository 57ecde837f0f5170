// A bundle that scores pictures, in this thread or in several.
import type { ModelBundle } from '../../src/core/model/bundle';
import { loadModel } from '../../src/core/model/load';
import { localScorer, type FileResult, type PictureScorer } from './picture-scorer';
import type { BackendName } from '../../src/engine/backend';
import type { ScoreSetup } from './score.worker';
import { openWorkerPool } from './worker-pool';

/** Where a bundle is to be run. */
export interface ScoreWith {
  /** That tfjs is on. */
  readonly backend: BackendName;
  readonly workers: number;
}

/** A scorer that owns its network or its threads. Caller closes. */
export interface BundleScorer extends PictureScorer {
  close(): Promise<void>;
}

const LIMIT_MS = 300_000;

/**
 * Opens a scorer on the backend that tfjs is on. One thread at most is this one, as is
 * whatever drives a GPU. The figures do not depend on the number of threads.
 * @throws CoreError as `loadModel`; the threads' own with the first picture.
 */
export async function openBundleScorer(
  bundle: ModelBundle,
  { backend, workers }: ScoreWith,
): Promise<BundleScorer> {
  if (workers > 1 && (backend === 'wasm' || backend === 'cpu')) {
    const setup: ScoreSetup = { bundle, backend };
    const script = new URL('./score.worker.ts', import.meta.url);
    const pool = openWorkerPool<string, FileResult>({
      ...{ script, workerData: setup, workers, limitMs: LIMIT_MS },
    });
    // Two for each thread: one at work, one waiting, and no more in memory.
    return { atOnce: 2 * workers, score: (path) => pool.run(path), close: () => pool.close() };
  }
  const model = await loadModel(bundle);
  return {
    ...localScorer(model, bundle.card),
    close: () => Promise.resolve(void model.dispose()),
  };
}
