// Batches straight from picture files: workers load them while the training thread
// computes. The counterpart in Node is training/node/picture-source.ts.
import type { BatchSource } from '../core/data/batches';
import { pictureSource, type AskedPicture } from '../core/data/picture-source';
import { throwIfStopped } from '../core/data/stopped';
import type { ViewSpec } from '../core/data/view';
import { CoreError, type StopSignal } from '../core/errors';
import { openPool } from '../core/jobs/pool';
import { after, openJobPort, type JobWorker } from './job-port';
import type { LoadJob, LoadPicture } from './load.worker';
import { openWorker } from './open-worker';
// The URL carries the hash of the worker's code in a build.
import workerUrl from './load.worker.ts?worker&url';
import { unreadable } from './unreadable';

/** A picture to train on. */
export interface BlobPicture {
  /** Names it in random draws, the same on every machine, and in errors. */
  readonly id: string;
  /** Its file, or how to get at it: asked for anew each time the picture is loaded. */
  readonly blob: Blob | (() => Promise<Blob>);
  /** Index of its label; `LEFT_OUT` for none. */
  readonly label: number;
}

export interface PictureSourceOptions {
  /** Workers that load. */
  readonly workers: number;
  readonly labels: number;
  /** For one worker's share of a read, default a minute. */
  readonly limitMs?: number;
  readonly createWorker?: () => JobWorker;
}

const DEFAULT_LIMIT_MS = 60_000;

/**
 * Opens a source over pictures: examples are float32 [sizePx, sizePx, 3] in the range of
 * `spec.preprocess`. Its reads throw CoreError naming the id: `image-undecodable` for a
 * picture that is broken or gone, `data-invalid` where its bytes could not be had. It holds
 * no picture between reads. Caller disposes.
 * @throws CoreError `data-invalid` for a label that is none of `labels`, `config-invalid`
 * for no worker.
 */
export function openPictureSource(
  pictures: readonly BlobPicture[],
  spec: ViewSpec,
  {
    workers,
    labels,
    limitMs = DEFAULT_LIMIT_MS,
    createWorker = () => openWorker(workerUrl, 'load'),
  }: PictureSourceOptions,
): BatchSource {
  const open = () => openJobPort(createWorker(), 'a load worker');
  const pool = openPool<LoadJob, Float32Array>({ open, workers, limitMs, after });
  return pictureSource({
    pictures,
    sizePx: spec.preprocess.sizePx,
    labels,
    workers,
    nameOf: ({ id }) => id,
    load: (asked, stop) => pool.run(jobOf(asked, spec, stop), stop),
    dispose: () => pool.close(),
  });
}

async function jobOf(
  asked: readonly AskedPicture<BlobPicture>[],
  spec: ViewSpec,
  stop: StopSignal | undefined,
): Promise<LoadJob> {
  const pictures: LoadPicture[] = [];
  for (const { picture, view } of asked) {
    throwIfStopped(stop, 'reading pictures');
    pictures.push({ blob: await blobOf(picture), id: picture.id, view });
  }
  return { pictures, spec };
}

async function blobOf({ id, blob }: BlobPicture): Promise<Blob> {
  try {
    return blob instanceof Blob ? blob : await blob();
  } catch (error) {
    if (error instanceof CoreError) throw error;
    if (error instanceof Error && error.name === 'AbortError') throw error;
    throw unreadable(id, error);
  }
}
