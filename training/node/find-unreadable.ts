// The pass before training that decodes every picture once: what cannot be used is left
// out and named then, not met in the middle of a run.
import { throwIfStopped } from '../../src/core/data/stopped';
import type { StopSignal } from '../../src/core/errors';
import type { Unreadable } from './picture';
import { openLoadPool } from './picture-source';

export interface FindUnreadableOptions {
  readonly workers: number;
  readonly stop?: StopSignal;
  /** Pictures done so far. */
  readonly onProgress?: (done: number) => void;
}

const PICTURES_A_JOB = 16;
const LIMIT_MS = 120_000;

/**
 * All pictures that cannot be decoded, in order. Checks the header and decodes in full,
 * since a broken end shows only then.
 * @throws CoreError `data-invalid` for a file whose reading goes on failing; StoppedError.
 */
export async function findUnreadable(
  pictures: readonly { readonly path: string }[],
  { workers, stop, onProgress }: FindUnreadableOptions,
): Promise<Unreadable[]> {
  throwIfStopped(stop, 'checking pictures');
  const pool = openLoadPool(null, workers, LIMIT_MS);
  const found: Unreadable[] = [];
  let next = 0;
  let done = 0;
  const checkSome = async () => {
    while (next < pictures.length) {
      const from = next;
      next += PICTURES_A_JOB;
      const paths = pictures.slice(from, next).map(({ path }) => path);
      const reasons = (await pool.run({ kind: 'check', paths }, stop)) as readonly (
        string | null
      )[];
      reasons.forEach((reason, i) => {
        if (reason !== null) found.push({ row: from + i, path: paths[i], reason });
      });
      done += paths.length;
      onProgress?.(done);
    }
  };
  try {
    // Two for each thread: one at work, one waiting, and no more in memory.
    await Promise.all(Array.from({ length: 2 * workers }, checkSome));
  } finally {
    await pool.close();
  }
  return found.sort((a, b) => a.row - b.row);
}
