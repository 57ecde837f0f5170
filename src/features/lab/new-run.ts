// A run as it begins.
import type { TrainConfig } from '../../core/train/config';
import type { LabRun, RunFold } from '../../storage/lab/runs';

/** Not begun yet; its name is the model's. */
export function newRun(config: TrainConfig, setId: string, fold: RunFold | null = null): LabRun {
  return {
    ...{ id: crypto.randomUUID(), setId, name: config.name, createdAt: Date.now() },
    config: JSON.stringify(config, null, 2),
    ...{ state: 'ready', ending: '', backend: '', epochs: [], testLooks: 0, note: '' },
    fold,
  };
}
