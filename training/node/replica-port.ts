// Replicas on worker threads: they share the weights' and gradients' memory with the lead.
import type { NetworkConfig } from '../../src/core/train/networks/create-network';
import {
  ReplicaGroup,
  type GroupOptions,
  type ReplicaPort,
} from '../../src/core/train/replicas/group';
import { openLocalReplica } from '../../src/core/train/replicas/local';
import type { RunValues } from '../../src/core/train/values';
import { compileKernels } from '../../src/engine/wasm/compile';
import type { BackendName } from '../../src/engine/backend';
import type { FromReplica } from '../../src/core/train/replicas/messages';
import type { ReplicaSetup } from './replica.worker';
import { startThread } from './worker-thread';

/** Starts a thread with a replica. */
export function openReplicaThread(setup: ReplicaSetup): ReplicaPort {
  const worker = startThread(new URL('./replica.worker.ts', import.meta.url), setup);
  let closed = false;
  return {
    send: (message) => worker.postMessage(message),
    listen: (onMessage, onDeath) => {
      const die = (reason: string) => {
        if (!closed) onDeath(reason);
      };
      worker.on('message', (message: FromReplica) => onMessage(message));
      worker.on('error', (error: Error) => die(`a replica's thread died: ${error.message}`));
      worker.on('exit', (code) => die(`a replica's thread ended with code ${code}`));
    },
    close: async () => {
      closed = true;
      await worker.terminate();
    },
  };
}

/** Float32 room that threads can see. */
export function sharedFloats(floats: number): Float32Array {
  return new Float32Array(new SharedArrayBuffer(4 * floats));
}

/** What a group needs of Node. */
export const threads: Pick<GroupOptions, 'share' | 'after'> = {
  share: sharedFloats,
  after: (ms, late) => {
    const timer = setTimeout(late, ms);
    return () => clearTimeout(timer);
  },
};

/** Longest time for one micro-batch: v2.0 at 500 px takes seconds, plain cpu minutes. */
const LIMIT_MS = 30 * 60_000;

/**
 * Opens the replicas of a run, on threads; a GPU is not shared between threads, so there
 * it is one, on this thread, whose backend must be running.
 */
export async function openReplicas({
  network,
  values,
  workers,
  chosen,
}: {
  readonly network: NetworkConfig;
  readonly values: RunValues;
  readonly workers: number;
  readonly chosen: BackendName;
}): Promise<ReplicaGroup> {
  const isGpu = chosen === 'webgpu' || chosen === 'webgl';
  // Here and once, not in every thread.
  if (chosen === 'wasm') await compileKernels();
  const group = new ReplicaGroup({
    network,
    values,
    replicas: isGpu ? 1 : workers,
    open: isGpu
      ? () => openLocalReplica({ backend: chosen, detail: '', heapBytes: () => 0 })
      : () => openReplicaThread({ backend: chosen, relaxed: true }),
    limitMs: LIMIT_MS,
    onReplaced: (reason) => console.error(`a replica was replaced: ${reason.message}`),
    ...threads,
  });
  try {
    const { name, detail } = await group.backend();
    console.error(`training on ${name} (${detail}), ${isGpu ? 1 : workers} at once`);
    return group;
  } catch (error) {
    await group.close();
    throw error;
  }
}
