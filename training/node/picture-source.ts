// Batches straight from picture files: worker threads load them while the training thread
// computes. The counterpart in the browser is src/workers/picture-source.ts.
import type { BatchSource } from '../../src/core/data/batches';
import { pictureSource } from '../../src/core/data/picture-source';
import type { ViewChanges } from '../../src/core/data/view';
import type { WorkerPool } from '../../src/core/jobs/pool';
import type { PreprocessSpec } from '../../src/core/preprocess';
import type { LoadJob, LoadReply, LoadSetup } from './load.worker';
import type { LabelledPicture } from './picture';
import { openWorkerPool } from './worker-pool';

export interface PictureSourceOptions {
  /** Threads that load. */
  readonly workers: number;
  readonly seed: number;
  /** How views from 1 on are changed; view 0 never is. */
  readonly augment: ViewChanges;
  readonly labels: number;
  /** For one worker's share of a read, default a minute. */
  readonly limitMs?: number;
}

/** Opens the pool that `load.worker.ts` answers. */
export function openLoadPool(
  setup: LoadSetup,
  workers: number,
  limitMs: number,
): WorkerPool<LoadJob, LoadReply> {
  const script = new URL('./load.worker.ts', import.meta.url);
  return openWorkerPool({ script, workerData: setup, workers, limitMs });
}

const DEFAULT_LIMIT_MS = 60_000;

/**
 * Opens a source over picture files: examples are float32 [sizePx, sizePx, 3] in the
 * spec's range. Its reads throw CoreError `image-undecodable` naming the path for a
 * picture that cannot be decoded: `findUnreadable` says beforehand which to leave out.
 * Caller disposes.
 * @throws CoreError `data-invalid` for a label that is none of `labels`.
 */
export function openPictureSource(
  pictures: readonly LabelledPicture[],
  preprocess: PreprocessSpec,
  { workers, seed, augment, labels, limitMs = DEFAULT_LIMIT_MS }: PictureSourceOptions,
): BatchSource {
  const pool = openLoadPool({ preprocess, augment, seed }, workers, limitMs);
  return pictureSource({
    pictures,
    sizePx: preprocess.sizePx,
    labels,
    workers,
    nameOf: ({ path }) => path,
    load: (asked, stop) =>
      pool.run(
        {
          kind: 'load',
          pictures: asked.map(({ picture: { path, id }, view }) => ({ path, id, view })),
        },
        stop,
      ),
    dispose: () => pool.close(),
  });
}
