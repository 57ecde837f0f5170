// Decoded pictures of a small set stay in memory: decoding them again in every epoch would
// take an eighth of the time of a small network.
import { availableParallelism } from 'node:os';
import type { RgbImage } from '../../src/core/image/rgb-image';
import { readPicture } from './picture';

/** What the loading threads of one source may keep, in bytes, with a thread for each core. */
const MOST = 512 * 2 ** 20;

/**
 * A reader that decodes a picture once and hands out the same one again; nobody may write to
 * it. The first that fit into `bytes` stay and the others are read each time: rows come in
 * another order in every epoch, and what is thrown out for a newer one is asked for again.
 * Throws what `read` throws.
 */
export function keepPictures(
  bytes = MOST / availableParallelism(),
  read: (path: string) => Promise<RgbImage> = readPicture,
): (path: string) => Promise<RgbImage> {
  const kept = new Map<string, RgbImage>();
  let left = bytes;
  return async (path) => {
    const known = kept.get(path);
    if (known) return known;
    const picture = await read(path);
    if (picture.data.byteLength <= left && !kept.has(path)) {
      left -= picture.data.byteLength;
      kept.set(path, picture);
    }
    return picture;
  };
}
