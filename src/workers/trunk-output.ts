// Pictures through the frozen part of a network, on as many workers as there are: what
// Node's training/node/extract.ts does with threads.
import { throwIfStopped } from '../core/data/stopped';
import type { StopSignal } from '../core/errors';
import { openPool } from '../core/jobs/pool';
import type { TrunkSetup } from '../core/model/trunk-output';
import type { TrunkOptions } from '../core/run/run-host';
import type { BackendName } from '../engine/backend';
import { after, openJobPort } from './job-port';
import type { TrunkJob, TrunkReply, TrunkStart } from './trunk-protocol';
import { openWorker } from './open-worker';
// The URL carries the hash of the worker's code in a build.
import workerUrl from './trunk.worker.ts?worker&url';

export interface TrunkOutputOptions {
  readonly trunk: TrunkOptions;
  readonly setup: TrunkSetup;
  readonly backend: BackendName;
  readonly workers: number;
  readonly stop: StopSignal;
  /** Ids of the pictures. */
  readonly files: readonly string[];
  readonly readPicture: (file: string) => Promise<Blob>;
  /** Takes what a picture gave; they come in any order. */
  readonly take: (reply: TrunkReply, index: number) => void;
}

/** For one picture; a software GPU or plain cpu takes its time over many views. */
const LIMIT_MS = 10 * 60_000;

/** @throws CoreError of a picture or the backend, StoppedError; `take` is not called after. */
export async function runThroughTrunk({
  trunk: { preprocess, augment, seed, views },
  setup,
  backend,
  workers,
  stop,
  files,
  readPicture,
  take,
}: TrunkOutputOptions): Promise<void> {
  const start: TrunkStart = {
    ...{ kind: 'start', setup, views, backend },
    spec: { preprocess, augment, seed },
  };
  const pool = openPool<TrunkJob, TrunkReply>({
    open: () => {
      const worker = openWorker(workerUrl, 'trunk');
      worker.postMessage(start);
      return openJobPort(worker, 'a trunk worker');
    },
    workers: Math.min(workers, files.length),
    ...{ limitMs: LIMIT_MS, after },
  });
  let next = 0;
  let isOver = false;
  const runSome = async () => {
    while (next < files.length && !isOver) {
      throwIfStopped(stop, 'the frozen part');
      const index = next++;
      const id = files[index];
      const reply = await pool.run(
        readPicture(id).then((blob) => ({ blob, id })),
        stop,
      );
      if (!isOver) take(reply, index);
    }
  };
  try {
    // Two for each worker: one at work, one waiting, and no more in memory.
    await Promise.all(Array.from({ length: 2 * workers }, runSome));
  } finally {
    isOver = true;
    await pool.close();
  }
}
