// Batches straight from picture files: worker threads decode, cut, change and scale them
// while the training thread computes. Memory holds the batches asked for and no picture
// else, so any number of pictures can be trained on.
import { oneHot, type Batch, type BatchSource, type PlannedRow } from '../../src/core/data/batches';
import { throwIfStopped } from '../../src/core/data/stopped';
import { CoreError, type StopSignal } from '../../src/core/errors';
import type { AugmentSpec } from '../../src/core/augment';
import type { PreprocessSpec } from '../../src/core/preprocess';
import type { LoadJob, LoadReply, LoadSetup } from './load.worker';
import type { LabelledPicture } from './picture';
import { openWorkerPool, type WorkerPool } from './worker-pool';

export interface PictureSourceOptions {
  /** Threads that load. */
  readonly workers: number;
  readonly seed: number;
  /** How views from 1 on are changed; view 0 never is. */
  readonly augment: AugmentSpec;
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

/** Small enough that a batch spreads evenly over the threads, large enough to cost few messages. */
const MOST_PICTURES_A_JOB = 8;
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
  for (const { path, label } of pictures) {
    if (label >= labels) throw new CoreError('data-invalid', `${path} has label ${label}`);
  }
  const pool = openLoadPool({ preprocess, augment, seed }, workers, limitMs);
  const { sizePx } = preprocess;
  const length = sizePx * sizePx * 3;
  return {
    rows: pictures.length,
    shape: [sizePx, sizePx, 3],
    labels,
    async read(rows: readonly PlannedRow[], stop?: StopSignal): Promise<Batch> {
      throwIfStopped(stop, 'reading pictures');
      const targets = oneHot(rows, (row) => pictureAt(pictures, row).label, labels);
      const xs = new Float32Array(rows.length * length);
      const share = Math.min(MOST_PICTURES_A_JOB, Math.ceil(rows.length / workers));
      const parts: Promise<void>[] = [];
      for (let from = 0; from < rows.length; from += share) {
        const own = rows.slice(from, from + share).map(({ row, view }) => {
          const { path, id } = pictureAt(pictures, row);
          return { path, id, view };
        });
        parts.push(
          pool.run({ kind: 'load', pictures: own }, stop).then((part) => {
            xs.set(part as Float32Array, from * length);
          }),
        );
      }
      await allOrFirstError(parts);
      return { rows, xs, targets };
    },
    dispose: () => pool.close(),
  };
}

function pictureAt(pictures: readonly LabelledPicture[], row: number): LabelledPicture {
  const picture = pictures[row];
  if (!picture) throw new CoreError('data-invalid', `there is no row ${row}`);
  if (picture.label < 0) throw new CoreError('data-invalid', `${picture.path} has no label`);
  return picture;
}

// Waits for all, so that nothing of a failed read goes on behind the caller's back.
async function allOrFirstError(parts: readonly Promise<void>[]): Promise<void> {
  for (const result of await Promise.allSettled(parts)) {
    if (result.status === 'rejected') throw result.reason;
  }
}
