// The replicas of a run in a tab, each in a worker of its own.
import type { CoreError } from '../core/errors';
import type { NetworkConfig } from '../core/train/networks/create-network';
import { ReplicaGroup } from '../core/train/replicas/group';
import type { RunValues } from '../core/train/values';
import type { BackendName } from '../engine/backend';
import { openReplicaWorker, tabThreads } from './replica-port';

/** Longest time for one micro-batch: a software GPU or plain cpu takes minutes. */
const LIMIT_MS = 30 * 60_000;

/** How many work side by side: a GPU is one, cores are many. */
export function replicasOn(backend: BackendName, workers: number): number {
  return backend === 'webgpu' || backend === 'webgl' ? 1 : workers;
}

/** Opens them and waits for the first. @throws CoreError as it could not start. */
export async function openReplicas({
  network,
  values,
  replicas,
  backend,
  onReplaced,
}: {
  readonly network: NetworkConfig;
  readonly values: RunValues;
  readonly replicas: number;
  readonly backend: BackendName;
  readonly onReplaced: (reason: CoreError) => void;
}): Promise<ReplicaGroup> {
  const group = new ReplicaGroup({
    ...{ network, values, replicas, onReplaced, limitMs: LIMIT_MS },
    open: () => openReplicaWorker(backend),
    ...tabThreads(globalThis.crossOriginIsolated),
  });
  try {
    await group.backend();
    return group;
  } catch (error) {
    await group.close();
    throw error;
  }
}
