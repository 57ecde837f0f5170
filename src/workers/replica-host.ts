// What a replica in the browser runs on: a backend, able to train.
import { CoreError } from '../core/errors';
import type { ReplicaHost } from '../core/train/replicas/server';
import type { BackendChoice } from '../engine/backend';
import { watchDeviceLoss } from '../engine/device-loss';
import type { EngineHost } from '../engine/host';
import { selectBackend } from '../engine/select';
import { installTabKernels } from './tab-kernels';

/**
 * Leaves tfjs on the chosen backend, on wasm with the training kernels. `onLost` is told
 * when it has lost its GPU.
 * @throws CoreError `backend-unavailable` when a backend asked for by name is not to be
 * had: gradients of another one than the lead counts on would go unnoticed.
 */
export async function startReplicaHost(
  engine: EngineHost,
  choice: BackendChoice,
  onLost: (reason: string) => void,
): Promise<ReplicaHost> {
  const report = await selectBackend(engine, { choice });
  if (report.fellBack) {
    const { detail, verdict } = report.verdicts[0];
    throw new CoreError('backend-unavailable', `${choice} is ${verdict} here: ${detail}`);
  }
  const { backend, detail } = report;
  const kernels = backend === 'wasm' ? await installTabKernels() : null;
  watchDeviceLoss(onLost);
  return {
    backend,
    detail: kernels?.fused ? `${detail}, fused multiply-add` : detail,
    heapBytes: () => kernels?.heapBytes() ?? 0,
  };
}
