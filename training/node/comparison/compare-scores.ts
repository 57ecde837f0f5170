// Several scores of the same pictures, held against the first. Pictures of one patient, lesion
// or group are taken together in the areas, their differences and p.
import type { LabelledSample } from '../../../src/core/data/manifest';
import { groupNames, tieKeys } from '../../../src/core/data/ties';
import { CoreError } from '../../../src/core/errors';
import { confusionAt, sensitivity } from '../../../src/core/evaluate/confusion';
import {
  auroc,
  compareAuroc,
  thresholdAtSpecificity,
  type Interval,
} from '../../../src/core/evaluate/roc';

/** Scores by file; higher means more malignant. They need not be probabilities. */
export interface Contender {
  readonly name: string;
  readonly scores: ReadonlyMap<string, number>;
}

export interface ComparisonRow {
  readonly name: string;
  readonly auroc: Interval;
  /** Area minus the reference's, paired; null for the reference. */
  readonly difference: Interval | null;
  /** Of the hypothesis that both rank alike; null for the reference. */
  readonly p: number | null;
  /**
   * At the threshold that gives specificity 0.86 on these very pictures: a little too good,
   * for all alike, because scores that are not calibrated have no other threshold in common.
   */
  readonly sensitivity: Interval;
  /** Melanoma alone against all benign ones; null where there is none. */
  readonly melanoma: Interval | null;
}

export interface Comparison {
  readonly n: number;
  readonly malignant: number;
  /** Pictures that not all have a score for. */
  readonly leftOut: number;
  readonly rows: readonly ComparisonRow[];
}

/** The paper's specificity: its share of benign pictures called right. */
const SPECIFICITY = 0.86;

/** @throws CoreError `data-invalid` where no picture has a score of all, or a class is missing. */
export function compareScores(
  samples: readonly LabelledSample[],
  contenders: readonly Contender[],
): Comparison {
  const common = samples.filter(({ file }) => contenders.every(({ scores }) => scores.has(file)));
  const isMalignant = ({ target }: LabelledSample) => target === 'malignant';
  const malignant = common.filter(isMalignant).length;
  if (malignant === 0 || malignant === common.length) {
    throw new CoreError(
      'data-invalid',
      `of ${samples.length} pictures, ${common.length} have a score of all, ${malignant} of them malignant: a comparison needs both classes`,
    );
  }
  const melanoma = common.filter(
    (sample) => !isMalignant(sample) || sample.diagnosis === 'melanoma',
  );
  const names = groupNames(common, [], tieKeys);
  const clusters = new Map(common.map(({ file }, i) => [file, names[i]]));
  const casesOf = ({ scores }: Contender, own: readonly LabelledSample[]) =>
    own.map((sample) => ({
      score: scores.get(sample.file)!,
      malignant: isMalignant(sample),
      cluster: clusters.get(sample.file),
    }));
  const reference = casesOf(contenders[0], common);
  const rows = contenders.map((contender, i): ComparisonRow => {
    const cases = casesOf(contender, common);
    const against = i === 0 ? null : compareAuroc(cases, reference);
    return {
      name: contender.name,
      auroc: auroc(cases),
      difference: against?.difference ?? null,
      p: against?.p ?? null,
      sensitivity: sensitivity(confusionAt(cases, thresholdAtSpecificity(cases, SPECIFICITY))),
      melanoma: melanoma.some(isMalignant) ? auroc(casesOf(contender, melanoma)) : null,
    };
  });
  return { n: common.length, malignant, leftOut: samples.length - common.length, rows };
}
