// A worker that turns picture files into model inputs; the counterpart in Node is
// training/node/load.worker.ts.
import { drawView, type ViewSpec } from '../core/data/view';
import type { JobMessage } from '../core/jobs/messages';
import { answerJobs } from '../core/jobs/serve';
import { batchInput } from '../core/preprocess';
import { closeNetwork } from './close-network';
import { decodeNamed } from './decode-named';

/** Answered with float32 [pictures, sizePx, sizePx, 3]; an error names the picture's id. */
export interface LoadJob {
  readonly pictures: readonly LoadPicture[];
  readonly spec: ViewSpec;
}

export interface LoadPicture {
  readonly blob: Blob;
  /** Names it in random draws, the same on every machine. */
  readonly id: string;
  readonly view: number;
}

// It is about to see pictures, and has all that it needs.
closeNetwork(self);

const answer = answerJobs<LoadJob, Float32Array>(
  async () =>
    async ({ pictures, spec }) => {
      const views = [];
      // One by one: several decoded photos at once would fill the memory.
      for (const { blob, id, view } of pictures) {
        views.push(drawView(await decodeNamed(blob, id), spec, id, view));
      }
      const value = batchInput(views, spec.preprocess);
      return { value, transfer: [value.buffer as ArrayBuffer] };
    },
  (message, transfer) => self.postMessage(message, { transfer }),
);

self.onmessage = ({ data }: MessageEvent<JobMessage<LoadJob>>) => {
  answer(data).catch(die);
};
self.onmessageerror = () => die(new Error('a job could not be read'));

// Browsers tell the page of what is thrown, not of what rejects.
function die(error: unknown): void {
  setTimeout(() => {
    throw error;
  });
}
