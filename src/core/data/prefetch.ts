// Reads batches ahead of the step that trains on them, so that the engine does not wait
// for pictures, and no further ahead than asked, so that memory stays bounded.
import { CoreError, type StopSignal } from '../errors';
import type { Batch, BatchSource, PlannedRow } from './batches';
import { throwIfStopped } from './stopped';

export interface PrefetchOptions {
  /** Batches being read or waiting while the consumer works on one; 0 reads on demand. */
  readonly ahead: number;
  readonly stop?: StopSignal;
}

/**
 * The batches of a plan, in order. At most `ahead` are read or wait while the consumer
 * holds one. A read that fails throws at its place, after the batches before it. When the
 * generator ends, for whatever reason, all its reads have ended too.
 * @throws StoppedError once `stop` says so: a plan cut short must not look like a whole
 * one. CoreError `config-invalid` for an `ahead` that is no whole number.
 */
export async function* prefetch(
  plan: Iterable<readonly PlannedRow[]>,
  source: Pick<BatchSource, 'read'>,
  { ahead, stop }: PrefetchOptions,
): AsyncGenerator<Batch, void, undefined> {
  if (!Number.isSafeInteger(ahead) || ahead < 0) {
    throw new CoreError('config-invalid', `ahead must be a whole number from 0: ${ahead}`);
  }
  let ended = false;
  const readStop: StopSignal = {
    get aborted() {
      return ended || stop?.aborted === true;
    },
  };
  const steps = plan[Symbol.iterator]();
  const reads: Promise<Batch>[] = [];
  const fill = (upTo: number) => {
    while (reads.length < upTo && !readStop.aborted) {
      const step = steps.next();
      if (step.done) return;
      const read = readOf(source, step.value, readStop);
      // Awaited in its turn; until then a failure must not count as unhandled.
      read.catch(() => {});
      reads.push(read);
    }
  };
  try {
    for (;;) {
      throwIfStopped(stop, 'reading batches');
      fill(Math.max(1, ahead));
      const next = reads.shift();
      if (!next) return;
      const batch = await next;
      throwIfStopped(stop, 'reading batches');
      fill(ahead);
      yield batch;
    }
  } finally {
    ended = true;
    steps.return?.();
    await Promise.allSettled(reads);
  }
}

// Async, so that a source that throws at once fails like one that rejects.
async function readOf(
  source: Pick<BatchSource, 'read'>,
  rows: readonly PlannedRow[],
  stop: StopSignal,
): Promise<Batch> {
  return source.read(rows, stop);
}
