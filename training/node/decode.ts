// Picture file → RgbImage in Node. Only decoding happens here; cropping and resizing are
// core's, so that Node and the tab feed a model alike.
import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { CoreError } from '../../src/core/errors';
import { capLongSide } from '../../src/core/image/cap';
import { assertDecodable } from '../../src/core/image/picture-header';
import { rgbFromRgba, type RgbImage } from '../../src/core/image/rgb-image';

// One picture at a time; parallelism is the caller's, and libvips' own threads would
// fight the network for the cores.
sharp.concurrency(1);
sharp.cache(false);

/**
 * Reads and decodes a file, as `decodeBytes` does.
 * @throws CoreError `image-undecodable` naming the file, also if it cannot be read.
 */
export async function decodeFile(path: string): Promise<RgbImage> {
  const bytes = await readFile(path).catch((error: Error) => {
    throw new CoreError('image-undecodable', `${path}: ${error.message}`);
  });
  return decodeBytes(bytes, path);
}

/**
 * Decodes JPEG, PNG or WebP, upright (EXIF), sRGB, alpha over white, long side capped.
 * @throws CoreError `image-undecodable` naming `path`.
 */
export async function decodeBytes(bytes: Buffer, path: string): Promise<RgbImage> {
  return capLongSide(await decodeWhole(bytes, path));
}

/** The same at whatever size the picture has. */
export async function decodeWhole(bytes: Buffer, path: string): Promise<RgbImage> {
  try {
    assertDecodable(bytes);
    const { data, info } = await sharp(bytes, { failOn: 'error' })
      .rotate()
      .toColourspace('srgb')
      .ensureAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    return rgbFromRgba(data, info.width, info.height);
  } catch (error) {
    throw new CoreError('image-undecodable', `${path}: ${(error as Error).message}`);
  }
}
