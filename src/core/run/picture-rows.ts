// Samples as rows of a source of batches.
import { LEFT_OUT, type BatchSource } from '../data/batches';
import { classIndex, type LabelClass, type LabelKind } from '../data/classes';
import { isLabelled, type Sample } from '../data/manifest';
import { subsetOf } from '../data/subset';
import type { Prepared } from './prepared';
import type { PictureRow } from './run-host';

/** Samples with the classes of `kind`; `LEFT_OUT` where there is no target. */
export function pictureRows<S extends Sample>(
  samples: readonly S[],
  kind: LabelKind,
): PictureRow<S>[] {
  return samples.map((sample) => ({
    sample,
    label: isLabelled(sample) ? classIndex(sample, kind) : LEFT_OUT,
  }));
}

/** 0 for a benign class, 1 for a malignant one, `LEFT_OUT` for none. */
export function targetsOf(labels: readonly LabelClass[], rows: readonly number[]): number[] {
  return rows.map((label) => (label === LEFT_OUT ? LEFT_OUT : Number(labels[label].malignant)));
}

/** The rows of a validation source that are to be used. */
export function valOf(
  labels: readonly LabelClass[],
  source: BatchSource,
  rowLabels: readonly number[],
  used: readonly number[],
): Prepared<Sample>['val'] {
  return {
    source: subsetOf(source, used),
    isMalignant: (row) => labels[rowLabels[used[row]]].malignant,
  };
}
