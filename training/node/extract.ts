// Runs the frozen trunk over pictures, in worker threads, and keeps what comes out on
// disk. What is there from an earlier run, finished or killed, is not computed again.
import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { throwIfStopped } from '../../src/core/data/stopped';
import type { StopSignal } from '../../src/core/errors';
import { compileKernels } from '../../src/engine/wasm/compile';
import type { NamedWeight } from '../../src/core/model/weights';
import type { ExtractReply, ExtractSetup } from './extract.worker';
import type { Picture, Unreadable } from './picture';
import { openRecordStore, recordKey, type RecordStore } from './record-store';
import { openWorkerPool } from './worker-pool';

export interface ExtractOptions {
  readonly pictures: readonly Picture[];
  readonly setup: ExtractSetup;
  readonly cacheFolder: string;
  readonly workers: number;
  readonly stop?: StopSignal;
  /** Pictures done so far, those found in the cache included. */
  readonly onProgress?: (done: number) => void;
  /** For one picture, a thread's start included; default five minutes. */
  readonly limitMs?: number;
}

export interface Extracted {
  /** Holds a record for every readable picture. Caller closes. */
  readonly store: RecordStore;
  /** The record of every picture, by row. */
  readonly keys: readonly string[];
  readonly unreadable: readonly Unreadable[];
  /** Pictures that were not in the cache and now are. */
  readonly computed: number;
}

/** To be raised when the kernels come to give other activations. */
const FORMAT = 'records-v2';
const DEFAULT_LIMIT_MS = 300_000;
const STATS_AT_ONCE = 64;

/**
 * Makes sure that every readable picture has its record. Records depend on the trunk's
 * weights, what is taken from it, preprocessing, augmentation, seed and number of views,
 * backend, and each file's path, size and time of change: a change of any of them makes
 * another record. Unreadable pictures are tried again by the next run: nothing that may
 * pass is remembered.
 * @throws CoreError `data-invalid` for a file whose reading goes on failing or activations
 * that float16 cannot hold; `config-invalid` for a trunk that does not fit; `worker-died`,
 * `timeout`; StoppedError. What was written until then is kept.
 */
export async function extract(options: ExtractOptions): Promise<Extracted> {
  const { pictures, setup, cacheFolder, stop } = options;
  throwIfStopped(stop, 'extraction');
  const folder = join(cacheFolder, 'activations', storeKey(setup));
  const keys = await recordKeys(pictures);
  const store = await openRecordStore(folder, setup);
  try {
    return { store, keys, ...(await fillStore(options, store, keys)) };
  } catch (error) {
    await store.close();
    throw error;
  }
}

async function fillStore(
  { pictures, setup, workers, stop, onProgress, limitMs = DEFAULT_LIMIT_MS }: ExtractOptions,
  store: RecordStore,
  keys: readonly string[],
): Promise<Pick<Extracted, 'unreadable' | 'computed'>> {
  // A picture that is listed twice is computed once.
  const rowsOf = new Map<string, number[]>();
  keys.forEach((key, row) => {
    if (!store.has(key)) rowsOf.set(key, [...(rowsOf.get(key) ?? []), row]);
  });
  const missing = [...rowsOf];
  const unreadable: Unreadable[] = [];
  let computed = 0;
  let done = pictures.length - missing.reduce((sum, [, rows]) => sum + rows.length, 0);
  onProgress?.(done);
  if (missing.length === 0) return { unreadable, computed };
  // Here and once, not in every thread.
  await compileKernels();
  const script = new URL('./extract.worker.ts', import.meta.url);
  const pool = openWorkerPool<Picture, ExtractReply>({
    script,
    workerData: setup,
    workers: Math.min(workers, missing.length),
    limitMs,
  });
  let next = 0;
  let failed = false;
  const extractSome = async () => {
    while (next < missing.length && !failed) {
      const [key, rows] = missing[next++];
      const { path, id } = pictures[rows[0]];
      const reply = await pool.run({ path, id }, stop);
      if (reply.kind === 'record') {
        await store.write(key, reply.halves);
        computed += rows.length;
      } else {
        rows.forEach((row) => unreadable.push({ row, path, reason: reply.reason }));
      }
      done += rows.length;
      onProgress?.(done);
    }
  };
  try {
    // Two for each thread: one at work, one waiting, and no more in memory.
    const loops = Array.from({ length: 2 * workers }, () =>
      extractSome().catch((error: unknown) => {
        failed = true;
        throw error;
      }),
    );
    // All, so that no write goes on into a closed store.
    const failure = (await Promise.allSettled(loops)).find(({ status }) => status === 'rejected');
    if (failure?.status === 'rejected') throw failure.reason;
  } finally {
    await pool.close();
  }
  unreadable.sort((a, b) => a.row - b.row);
  return { unreadable, computed };
}

/** Identifies weights by their names, shapes and values. */
export function hashWeights(weights: readonly NamedWeight[]): string {
  const hash = createHash('sha256');
  const sorted = [...weights].sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const { name, shape, values } of sorted) {
    hash.update(JSON.stringify([name, shape]));
    hash.update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  }
  return hash.digest('hex');
}

/** Names the folder of records that a setup makes: all they depend on but the file. */
export function storeKey(setup: ExtractSetup): string {
  const { weights, lastBlock, output, length, preprocess, augment, seed, views, backend } = setup;
  return recordKey([
    FORMAT,
    hashWeights(weights),
    lastBlock,
    output,
    length,
    preprocess,
    // The plain view is drawn without them.
    views > 1 ? [augment, seed] : null,
    views,
    backend,
  ]);
}

async function recordKeys(pictures: readonly Picture[]): Promise<string[]> {
  const keys: string[] = [];
  for (let from = 0; from < pictures.length; from += STATS_AT_ONCE) {
    const own = pictures.slice(from, from + STATS_AT_ONCE).map(async ({ path, id }) => {
      const file = await stat(path, { bigint: true }).catch(() => null);
      const state = file && [String(file.size), String(file.mtimeNs)];
      return recordKey([path, id, state]);
    });
    keys.push(...(await Promise.all(own)));
  }
  return keys;
}
