// A thread with one replica of the network: starts the backend it is given, then answers
// the lead.
import { parentPort, workerData } from 'node:worker_threads';
import type { FromReplica, ToReplica } from '../../src/core/train/replicas/messages';
import { serveReplica } from '../../src/core/train/replicas/server';
import type { BackendChoice } from '../../src/engine/backend';
import { openNodeBackend } from './backend';
import { installKernels } from './kernels';

/** Given to the thread. */
export interface ReplicaSetup {
  readonly backend: BackendChoice;
  /** Whether fused multiply-add may be used. */
  readonly relaxed: boolean;
}

const port = parentPort!;
const setup = workerData as ReplicaSetup;
const early: ToReplica[] = [];
port.on('message', (message: ToReplica) => void early.push(message));
const send = (message: FromReplica, transfer: ArrayBuffer[]) => port.postMessage(message, transfer);

try {
  const { backend, detail } = await openNodeBackend(setup.backend);
  const kernels = backend === 'wasm' ? await installKernels(setup) : null;
  const handle = serveReplica(
    {
      backend,
      detail: kernels?.fused ? `${detail}, fused multiply-add` : detail,
      heapBytes: () => kernels?.heapBytes() ?? 0,
    },
    send,
  );
  port.removeAllListeners('message');
  port.on('message', (message: ToReplica) => void handle(message));
  early.forEach((message) => void handle(message));
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  send({ kind: 'failed', id: null, code: 'backend-unavailable', message }, []);
}
