// Files as one archive, for taking a run along.
import { zipSync } from 'fflate';

/** A zip of the files by name; weights are not worth compressing, so nothing is. */
export function zip(files: Iterable<readonly [name: string, bytes: Uint8Array]>): Uint8Array {
  return zipSync(Object.fromEntries(files), { level: 0 });
}
