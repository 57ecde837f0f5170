// Worker thread: picture files → model inputs, or → whether they can be decoded at all.
import { workerData } from 'node:worker_threads';
import { drawView, type ViewSpec } from '../../src/core/data/view';
import { CoreError } from '../../src/core/errors';
import { batchInput } from '../../src/core/preprocess';
import { keepPictures } from './kept-pictures';
import { readPicture, type Picture } from './picture';
import { serveJobs } from './worker-jobs';

/** `load` answers float32 [pictures, sizePx, sizePx, 3]; `check` one entry a picture. */
export type LoadJob =
  | {
      readonly kind: 'load';
      readonly pictures: readonly (Picture & { readonly view: number })[];
    }
  | { readonly kind: 'check'; readonly paths: readonly string[] };

/** For `check`: null for a picture that decodes, else why it does not. */
export type LoadReply = Float32Array | readonly (string | null)[];

/** What the thread is started with; null if it only checks. */
export type LoadSetup = ViewSpec | null;

const spec = workerData as LoadSetup;
const pictureAt = keepPictures();

serveJobs<LoadJob, LoadReply>(async () => async (job) => {
  if (job.kind === 'check') {
    const reasons = [];
    // One by one: several pictures of 100 megapixels at once would fill the memory.
    for (const path of job.paths) reasons.push(await reasonAgainst(path));
    return { value: reasons };
  }
  if (!spec) throw new Error('started without a view spec, asked to load');
  const views = [];
  for (const { path, id, view } of job.pictures) {
    views.push(drawView(await pictureAt(path), spec, id, view));
  }
  const value = batchInput(views, spec.preprocess);
  return { value, transfer: [value.buffer as ArrayBuffer] };
});

async function reasonAgainst(path: string): Promise<string | null> {
  try {
    await readPicture(path);
    return null;
  } catch (error) {
    if (error instanceof CoreError && error.code === 'image-undecodable') return error.message;
    throw error;
  }
}
