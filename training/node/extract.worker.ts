// Worker thread: a picture file → its views → the frozen trunk → one cache record.
import { workerData } from 'node:worker_threads';
import { drawView, type ViewSpec } from '../../src/core/data/view';
import { CoreError } from '../../src/core/errors';
import { openTrunk, runTrunk, type TrunkSetup } from '../../src/core/model/trunk-output';
import type { BackendChoice } from '../../src/engine/backend';
import { openNodeBackend } from './backend';
import { installKernels } from './kernels';
import { writeHalves } from '../../src/core/float16';
import { readPicture, type Picture } from './picture';
import { serveJobs } from './worker-jobs';

/** What the thread is started with; its cache's records have `length` numbers a view. */
export interface ExtractSetup extends ViewSpec, TrunkSetup {
  readonly views: number;
  readonly backend: BackendChoice;
}

/** float16 [views, length], or why the picture cannot be used. */
export type ExtractReply =
  | { readonly kind: 'record'; readonly halves: Uint8Array<ArrayBuffer> }
  | { readonly kind: 'unreadable'; readonly reason: string };

const setup = workerData as ExtractSetup;

serveJobs<Picture, ExtractReply>(async () => {
  const { backend } = await openNodeBackend(setup.backend);
  // Their convolutions are faster than the stock ones.
  if (backend === 'wasm') await installKernels();
  const model = openTrunk(setup);
  return async ({ path, id }) => {
    const image = await readPicture(path).catch((error: unknown) => {
      if (error instanceof CoreError && error.code === 'image-undecodable') return error;
      throw error;
    });
    if (image instanceof CoreError) return { value: { kind: 'unreadable', reason: image.message } };
    const views = Array.from({ length: setup.views }, (_, view) =>
      drawView(image, setup, id, view),
    );
    const halves = halvesOf(await runTrunk(model, setup, views), path);
    return { value: { kind: 'record', halves }, transfer: [halves.buffer] };
  };
});

function halvesOf(values: Float32Array, path: string): Uint8Array<ArrayBuffer> {
  try {
    return writeHalves(values);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new CoreError('data-invalid', `activations of ${path}: ${error.message}`);
  }
}
