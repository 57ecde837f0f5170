// Picture files as the input pipeline sees them, and the one rule for files that cannot be used.
import { readFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { CoreError } from '../../src/core/errors';
import type { RgbImage } from '../../src/core/image/rgb-image';
import { decodeBytes } from './decode';

/** A picture file. */
export interface Picture {
  readonly path: string;
  /** Names it in random draws, the same on every machine. */
  readonly id: string;
}

/** A picture file with the index of its label; `LEFT_OUT` for none. */
export interface LabelledPicture extends Picture {
  readonly label: number;
}

/** A picture that cannot be used, and why; `reason` names the path. */
export interface Unreadable {
  /** Index in the list that was given. */
  readonly row: number;
  readonly path: string;
  readonly reason: string;
}

/** States a file can be in until somebody changes it; anything else may pass (a disk, a share). */
const lasting = new Set([
  'ENOENT',
  'ENOTDIR',
  'EISDIR',
  'EACCES',
  'EPERM',
  'ELOOP',
  'ENAMETOOLONG',
]);
const READ_TRIES = 3;
const RETRY_MS = 100;

/**
 * Reads and decodes a picture. A read that fails for a reason that may pass is tried again.
 * @throws CoreError `image-undecodable` naming the path for a picture that is broken, not
 * there or not allowed; `data-invalid` naming it where reading goes on failing: that says
 * nothing of the picture, and a run without it would be another run.
 */
export async function readPicture(path: string, read = readFile): Promise<RgbImage> {
  for (let tries = 1; ; tries++) {
    try {
      return await decodeBytes(await read(path), path);
    } catch (error) {
      if (error instanceof CoreError) throw error;
      const { code = '', message } = error as NodeJS.ErrnoException;
      if (lasting.has(code)) throw new CoreError('image-undecodable', `${path}: ${message}`);
      if (tries === READ_TRIES) {
        throw new CoreError('data-invalid', `${path} could not be read: ${message}`);
      }
      await wait(RETRY_MS);
    }
  }
}
