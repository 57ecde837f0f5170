// Kept activations as a source of batches: training the layers above a frozen trunk reads
// them where it would run the trunk. Node's counterpart is training/node/activation-cache.ts.
import type { BatchSource } from '../core/data/batches';
import { memorySource } from '../core/data/memory-source';
import type { ActivationStore } from './activation-store';

export interface ActivationSourceOptions {
  /** Every row's label; `LEFT_OUT` for none. */
  readonly rowLabels: readonly number[];
  /** A map's [height, width, channels]. */
  readonly shape: readonly [number, number, number];
  readonly labels: number;
}

/** Examples are float32 of `shape`, with float16's precision. Disposing closes the store. */
export function activationSource(
  store: ActivationStore,
  { rowLabels, shape, labels }: ActivationSourceOptions,
): BatchSource {
  const source = memorySource({
    rows: rowLabels.length,
    ...{ shape, labels },
    labelOf: (row) => rowLabels[row],
    write: ({ row, view }, target) => store.read(row, view, target),
  });
  return { ...source, dispose: () => store.close() };
}
