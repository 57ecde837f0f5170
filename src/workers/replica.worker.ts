// A worker with one replica of a network in training: starts the backend it is told to,
// then answers the lead.
import { CoreError } from '../core/errors';
import type { FromReplica, ToReplica } from '../core/train/replicas/messages';
import { serveReplica } from '../core/train/replicas/server';
import { closeNetwork } from './close-network';
import { startReplicaHost } from './replica-host';
import type { ToReplicaWorker } from './replica-port';
import { tabHost } from './tab-host';

let serving: Promise<((message: ToReplica) => Promise<void>) | null> = Promise.resolve(null);

self.onmessage = ({ data }: MessageEvent<ToReplicaWorker>) => {
  if (data.kind === 'start') {
    serving = startReplicaHost(tabHost, data.backend, (reason) =>
      fail(new CoreError('worker-died', reason)),
    ).then(
      (host) => {
        // It is about to see pictures, and has all that it needs.
        closeNetwork(self);
        return serveReplica(host, send);
      },
      (error: unknown) => (fail(error), null),
    );
  } else {
    // One that could not start has said so, and says no more.
    void serving.then((handle) => handle?.(data));
  }
};

function fail(error: unknown): void {
  const code = error instanceof CoreError ? error.code : 'backend-unavailable';
  const message = error instanceof Error ? error.message : String(error);
  send({ kind: 'failed', id: null, code, message }, []);
}

function send(message: FromReplica, transfer: ArrayBuffer[]): void {
  self.postMessage(message, { transfer });
}
