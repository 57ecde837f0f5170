// Which sets of pictures get figures of their own. A set with one class alone has none: an
// area under the curve needs both.
import { evaluateCases, type Thresholds } from '../evaluate/report';
import { group } from 'd3-array';
import type { Evaluation } from '../model/card';
import type { Sample } from '../data/manifest';
import type { RatedSample } from './scored';

const withBothClasses = (rows: readonly RatedSample[]) =>
  new Set(rows.map(({ malignant }) => malignant)).size === 2;

/** Figures of all pictures together. NaN where a class is missing. */
export function pooledFigures(set: string, rows: readonly RatedSample[], thresholds: Thresholds) {
  return evaluateCases(set, rows, thresholds);
}

/** Figures of every group of pictures that `keyOf` gives one name; '' stands in no group. */
export function groupFigures(
  rows: readonly RatedSample[],
  thresholds: Thresholds,
  keyOf: (sample: Sample) => string,
): Evaluation[] {
  const groups = group(rows, ({ sample }) => keyOf(sample));
  return [...groups]
    .filter(([key, own]) => key !== '' && withBothClasses(own))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, own]) => evaluateCases(key, own, thresholds));
}

/** Without actinic keratosis, which some collections count as malignant and some do not. */
export function withoutKeratosis(rows: readonly RatedSample[]): RatedSample[] {
  return rows.filter(({ sample }) => sample.diagnosis !== 'actinic keratosis');
}

/** Every diagnosis against all of the other class, e.g. melanoma against all benign ones. */
export function diagnosisFigures(
  rows: readonly RatedSample[],
  thresholds: Thresholds,
): Evaluation[] {
  const groups = group(rows, ({ sample }) => sample.diagnosis);
  return [...groups]
    .filter(([diagnosis]) => diagnosis !== '')
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([diagnosis, own]) => {
      const others = rows.filter(({ malignant }) => malignant !== own[0].malignant);
      return { diagnosis, all: [...own, ...others] };
    })
    .filter(({ all }) => withBothClasses(all))
    .map(({ diagnosis, all }) => evaluateCases(diagnosis, all, thresholds));
}

/** Copies of one collection differ in ways a model can learn: '' where the copy is not given. */
export const copyOf = ({ source, upstream }: Sample) => (upstream ? `${source}/${upstream}` : '');

/** A band of ages, in years. */
export function ageBand({ age }: Sample): string {
  if (age === null) return 'age not given';
  if (age < 30) return 'under 30';
  if (age < 50) return '30 to 49';
  return age < 70 ? '50 to 69' : '70 and over';
}

/** Fewer of one class, and the figures of a copy say next to nothing. */
const FEWEST_OF_A_COPY = 20;

/** The sets of a model card: pooled first. `pictures`, e.g. "Test pictures", begins each name. */
export function cardEvaluations(
  pictures: string,
  rows: readonly RatedSample[],
  thresholds: Thresholds,
): Evaluation[] {
  const named = (name: string, evaluation: Evaluation) => ({ ...evaluation, set: name });
  const of = (name: string, own: readonly RatedSample[]) =>
    withBothClasses(own) ? [evaluateCases(name, own, thresholds)] : [];
  const without = withoutKeratosis(rows);
  const melanoma = rows.filter(
    ({ sample, malignant }) => !malignant || sample.diagnosis === 'melanoma',
  );
  return [
    pooledFigures(`${pictures}, all sources`, rows, thresholds),
    ...(without.length < rows.length ? of(`${pictures} without actinic keratosis`, without) : []),
    ...(melanoma.length < rows.length
      ? of(`${pictures}, melanoma alone against all that are not malignant`, melanoma)
      : []),
    ...groupFigures(rows, thresholds, ({ source }) => source).map((evaluation) =>
      named(`${pictures} from ${evaluation.set}`, evaluation),
    ),
    ...groupFigures(rows, thresholds, copyOf)
      .filter(({ n, malignant }) => Math.min(malignant, n - malignant) >= FEWEST_OF_A_COPY)
      .map((evaluation) => named(`${pictures} from one copy, ${evaluation.set}`, evaluation)),
  ];
}
