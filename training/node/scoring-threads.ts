// How many threads are to look at pictures.
import { availableParallelism } from 'node:os';

/** What a thread needs at most, with a network of the size that is shipped. */
const THREAD_BYTES = 512 * 2 ** 20;

/** A thread for each core, while there is memory for it; at least one. */
export function scoringThreads(
  cores = availableParallelism(),
  free = process.availableMemory(),
): number {
  return Math.max(1, Math.min(cores, Math.floor(free / THREAD_BYTES)));
}
