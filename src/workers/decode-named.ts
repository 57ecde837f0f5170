// A picture's file decoded, with its id in what may go wrong.
import { CoreError } from '../core/errors';
import type { RgbImage } from '../core/image/rgb-image';
import { decodePicture } from '../platform/decode';
import { isReadError, unreadable } from './unreadable';

/** @throws CoreError as `decodePicture`, and as `unreadable` where the bytes are not to be had. */
export async function decodeNamed(blob: Blob, id: string): Promise<RgbImage> {
  try {
    return await decodePicture(blob);
  } catch (error) {
    if (isReadError(error)) throw unreadable(id, error);
    if (error instanceof CoreError) throw new CoreError(error.code, `${id}: ${error.message}`);
    throw error;
  }
}
