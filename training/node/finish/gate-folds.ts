// Which further lesions a gate is tried on that has not learned from them.
import type { Sample } from '../../../src/core/data/manifest';
import { groupNames, tieKeys } from '../../../src/core/data/ties';

/**
 * A fold, from 0, for each sample. What shares a patient, lesion or group shares a fold, and
 * so does what is tied over others: two patients by one group.
 */
export function gateFolds<S extends Sample>(samples: readonly S[], folds: number): Map<S, number> {
  const names = groupNames(samples, [], tieKeys);
  const keys = samples.map(({ file }, i) => names[i] || file);
  const order = new Map([...new Set(keys)].sort().map((key, i) => [key, i]));
  return new Map(samples.map((sample, i) => [sample, order.get(keys[i])! % folds]));
}
