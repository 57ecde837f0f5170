// A worker that runs pictures through the frozen part of a network; the counterpart in Node
// is training/node/extract.worker.ts.
import { drawView } from '../core/data/view';
import type { JobMessage } from '../core/jobs/messages';
import { answerJobs } from '../core/jobs/serve';
import { openTrunk, runTrunk } from '../core/model/trunk-output';
import { closeNetwork } from './close-network';
import { decodeNamed } from './decode-named';
import { startReplicaHost } from './replica-host';
import { tabHost } from './tab-host';
import type { TrunkJob, TrunkReply, TrunkStart } from './trunk-protocol';

let begin: (start: TrunkStart) => void;
const started = new Promise<TrunkStart>((resolve) => (begin = resolve));

const answer = answerJobs<TrunkJob, TrunkReply>(
  async () => {
    const { setup, spec, views, backend } = await started;
    // On wasm with the training kernels: faster, and to the last bits what Node gives.
    const host = await startReplicaHost(tabHost, backend, (reason) => die(new Error(reason)));
    // It is about to see pictures, and has all that it needs.
    closeNetwork(self);
    const model = openTrunk(setup);
    let isFirst = true;
    return async ({ blob, id }) => {
      const began = performance.now();
      const image = await decodeNamed(blob, id);
      const drawn = Array.from({ length: views }, (_, view) => drawView(image, spec, id, view));
      const values = (await runTrunk(model, setup, drawn)).slice();
      const seconds = (performance.now() - began) / 1000;
      const value = { values, seconds, isFirst, heapBytes: host.heapBytes() };
      isFirst = false;
      return { value, transfer: [values.buffer] };
    };
  },
  (message, transfer) => self.postMessage(message, { transfer }),
);

self.onmessage = ({ data }: MessageEvent<TrunkStart | JobMessage<TrunkJob>>) => {
  if ('kind' in data) begin(data);
  else answer(data).catch(die);
};
self.onmessageerror = () => die(new Error('a job could not be read'));

// Browsers tell the page of what is thrown, not of what rejects.
function die(error: unknown): void {
  setTimeout(() => {
    throw error;
  });
}
