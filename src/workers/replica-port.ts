// The lead's side of replica workers in the browser; the counterpart in Node is
// training/node/replica-port.ts.
import type { GroupOptions, ReplicaPort } from '../core/train/replicas/group';
import type { FromReplica, ToReplica } from '../core/train/replicas/messages';
import type { BackendChoice } from '../engine/backend';
import { openWorker } from './open-worker';
// The URL carries the hash of the worker's code in a build.
import workerUrl from './replica.worker.ts?worker&url';

/** The first message to a replica worker; then come those of any replica. */
export interface ReplicaStart {
  readonly kind: 'start';
  /** One asked for by name is the one that runs, or the start fails. */
  readonly backend: BackendChoice;
}

/** Lead → replica worker. */
export type ToReplicaWorker = ReplicaStart | ToReplica;

/** The part of a worker that its lead uses; satisfied by `Worker`. */
export interface ReplicaWorker {
  postMessage(message: ToReplicaWorker): void;
  terminate(): void;
  onmessage: ((event: MessageEvent<FromReplica>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
  onmessageerror: ((event: MessageEvent) => void) | null;
}

/** Starts a worker with a replica on a backend of its own. */
export function openReplicaWorker(
  backend: BackendChoice,
  createWorker: () => ReplicaWorker = () => openWorker(workerUrl, 'replica'),
): ReplicaPort {
  const worker = createWorker();
  worker.postMessage({ kind: 'start', backend });
  return {
    send: (message) => worker.postMessage(message),
    listen: (onMessage, onDeath) => {
      worker.onmessage = ({ data }) => onMessage(data);
      worker.onerror = (event) => {
        event.preventDefault();
        onDeath(`a replica's worker died: ${event.message || 'it did not load'}`);
      };
      worker.onmessageerror = () => onDeath("a replica's message could not be read");
    },
    close: () => {
      worker.onmessage = null;
      worker.onerror = null;
      worker.onmessageerror = null;
      worker.terminate();
    },
  };
}

/**
 * What a group needs of the browser. Memory is shared only where the page is isolated
 * from other origins: elsewhere browsers let no worker see it, and messages do.
 */
export function tabThreads(isIsolated: boolean): Pick<GroupOptions, 'share' | 'after'> {
  return {
    share: isIsolated ? sharedFloats : null,
    after: (ms, late) => {
      const timer = setTimeout(late, ms);
      return () => clearTimeout(timer);
    },
  };
}

/** Float32 room that workers can see. */
export function sharedFloats(floats: number): Float32Array {
  return new Float32Array(new SharedArrayBuffer(4 * floats));
}
