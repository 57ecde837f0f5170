// A cross-validation as it begins: one run for each fold, trained one after the other.
import type { FoldChoice } from '../../../core/data/folds';
import type { TrainConfig } from '../../../core/train/config';
import type { BackendChoice } from '../../../engine/backend';
import { lab } from '../../../i18n/lab';
import { saveRun, type LabRun } from '../../../storage/lab/runs';
import { trainInTurn } from '../live-runs.svelte';
import { newRun } from '../new-run';

/** The runs of all folds, not begun yet. */
export function foldRuns(config: TrainConfig, setId: string, choice: FoldChoice): LabRun[] {
  const group = crypto.randomUUID();
  return Array.from({ length: choice.k }, (_, index) => ({
    ...newRun(config, setId, { ...choice, index, group }),
    name: lab.folds.runName(config.name, index + 1, choice.k),
  }));
}

/** Keeps them and begins with the first. */
export async function beginFolds(
  config: TrainConfig,
  setId: string,
  choice: FoldChoice,
  backend: BackendChoice,
): Promise<
  | { readonly kind: 'begun'; readonly group: string }
  | { readonly kind: 'not-kept'; readonly reason: string }
> {
  const runs = foldRuns(config, setId, choice);
  for (const run of runs) {
    const saved = await saveRun(run);
    if (saved.kind !== 'done') return { kind: 'not-kept', reason: saved.detail };
  }
  trainInTurn(
    runs.map(({ id }) => id),
    backend,
  );
  return { kind: 'begun', group: runs[0].fold!.group };
}
