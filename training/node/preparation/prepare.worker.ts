// Worker thread: a picture file → its fingerprints, and a copy at the target size.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { workerData } from 'node:worker_threads';
import sharp from 'sharp';
import { CoreError } from '../../../src/core/errors';
import { perceptualHash } from '../../../src/core/image/perceptual-hash';
import { cropToInput, type PreprocessSpec } from '../../../src/core/preprocess';
import { writeWhole } from '../bundle-fs';
import { decodeWhole } from '../decode';
import { serveJobs } from '../worker-jobs';

/** How copies are made. */
export interface CopySpec {
  readonly sizePx: number;
  readonly resize: PreprocessSpec['resize'];
  readonly crop: PreprocessSpec['crop'];
  readonly format: 'jpeg' | 'png';
}

export interface PrepareJob {
  readonly path: string;
  readonly to: string;
}

export type PrepareReply =
  | {
      readonly kind: 'done';
      /** Of the file as it came, hex. */
      readonly sha256: string;
      readonly hash: Uint32Array;
      /** As it came, upright. */
      readonly width: number;
      readonly height: number;
    }
  | { readonly kind: 'corrupt'; readonly reason: string };

/** Little is lost, and in colour nothing by halving. */
const JPEG = { quality: 95, chromaSubsampling: '4:4:4' };

const { sizePx, resize, crop, format } = workerData as CopySpec;

serveJobs<PrepareJob, PrepareReply>(async () => async ({ path, to }) => {
  try {
    const bytes = await readFile(path);
    const image = await decodeWhole(bytes, path);
    const { data, width, height } = cropToInput(image, { sizePx, resize, crop, range: [0, 1] });
    const pixels = sharp(Buffer.from(data.buffer), { raw: { width, height, channels: 3 } });
    const file = await (format === 'png' ? pixels.png() : pixels.jpeg(JPEG)).toBuffer();
    await writeWhole(to, file);
    const value: PrepareReply = {
      kind: 'done',
      sha256: createHash('sha256').update(bytes).digest('hex'),
      hash: perceptualHash(image),
      width: image.width,
      height: image.height,
    };
    return { value };
  } catch (error) {
    if (!(error instanceof CoreError && error.code === 'image-undecodable')) throw error;
    return { value: { kind: 'corrupt', reason: error.message } };
  }
});
