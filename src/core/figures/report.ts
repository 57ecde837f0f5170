// Everything that `evaluate` says of a model on a set of pictures, as plain data.
import { group, rollup } from 'd3-array';
import { isLabelled } from '../data/manifest';
import { confusionAt } from '../evaluate/confusion';
import { decisionFigures, type DecisionFigures } from '../evaluate/decision';
import type { Thresholds } from '../evaluate/report';
import type { Calibration } from '../evaluate/calibration';
import type { Evaluation, Gate, ModelCard } from '../model/card';
import { isRejected, judge } from '../prediction';
import { rate, type ScoredSample } from './scored';
import { isWithoutLesion, rejectedShare } from './gate-figures';
import {
  ageBand,
  copyOf,
  diagnosisFigures,
  groupFigures,
  pooledFigures,
  withoutKeratosis,
} from './sets';

/** What is judged with. */
export type CalibratedCard = Pick<ModelCard, 'labels' | 'gate'> & {
  readonly calibration: Calibration;
  readonly thresholds: Thresholds;
};

export interface Report {
  /** null where no picture is benign or malignant. */
  readonly figures: {
    readonly pooled: Evaluation;
    /** At the attend threshold. */
    readonly decision: DecisionFigures;
    readonly withoutActinicKeratosis: Evaluation;
    readonly bySource: readonly Evaluation[];
    readonly byUpstream: readonly Evaluation[];
    readonly byDiagnosis: readonly Evaluation[];
    readonly bySex: readonly Evaluation[];
    readonly byAge: readonly Evaluation[];
    readonly bySite: readonly Evaluation[];
  } | null;
  /** Pictures with and without a lesion that the gate turns away; empty without a gate. */
  readonly gate: Gate['judged'];
  /** Rows per target that stand in no figure but the gate's. */
  readonly leftOut: Readonly<Record<string, number>>;
  /** Rows on which the app would give no outcome, by its reason. */
  readonly abstained: Readonly<Record<string, number>>;
  readonly predictions: readonly PredictionRow[];
}

/** One picture of the report. */
export interface PredictionRow {
  readonly file: string;
  readonly source: string;
  readonly diagnosis: string;
  readonly target: string;
  /** Calibrated, also where the picture is turned away or would not be judged. */
  readonly probability: number;
  readonly outcome: string;
  /** Only from a model with a gate; `score` is the log-odds of a lesion. */
  readonly gate?: { readonly score: number; readonly rejected: boolean };
}

/** @param split names the pooled sets. */
export function reportOf(
  scored: readonly ScoredSample[],
  card: CalibratedCard,
  split: string,
): Report {
  const { calibration, thresholds, gate } = card;
  const rows = scored
    .filter(({ sample }) => isLabelled(sample))
    .map((row) => rate(row, calibration));
  const by = (keyOf: Parameters<typeof groupFigures>[2]) => groupFigures(rows, thresholds, keyOf);
  const judged = scored.map((row) => ({ row, prediction: judge(row.output, card, row.quality) }));
  return {
    figures:
      rows.length === 0
        ? null
        : {
            pooled: pooledFigures(`${split}, pooled`, rows, thresholds),
            decision: decisionFigures(
              confusionAt(
                rows.map(({ probability, malignant }) => ({ score: probability, malignant })),
                thresholds.attend.value,
              ),
            ),
            withoutActinicKeratosis: pooledFigures(
              `${split}, without actinic keratosis`,
              withoutKeratosis(rows),
              thresholds,
            ),
            bySource: by(({ source }) => source),
            byUpstream: by(copyOf),
            byDiagnosis: diagnosisFigures(rows, thresholds),
            bySex: by(({ sex }) => sex || 'sex not given'),
            byAge: by(ageBand),
            bySite: by(({ site }) => site || 'site not given'),
          },
    gate: gate ? gateSets(scored, gate.threshold) : [],
    leftOut: countBy(
      scored.filter(({ sample }) => !isLabelled(sample)),
      ({ sample }) => sample.target || 'not labelled',
    ),
    abstained: countBy(
      judged.flatMap(({ prediction }) => (prediction.kind === 'abstained' ? [prediction] : [])),
      ({ reason }) => reason,
    ),
    predictions: judged.map(({ row, prediction }) => ({
      file: row.sample.file,
      source: row.sample.source,
      diagnosis: row.sample.diagnosis,
      target: row.sample.target,
      probability: rate(row, calibration).probability,
      outcome: prediction.kind === 'assessed' ? prediction.outcome : 'abstained',
      ...(gate && row.output.gate !== null
        ? { gate: { score: row.output.gate, rejected: isRejected(row.output, gate) } }
        : {}),
    })),
  };
}

// All with and all without a lesion, then each source of the former and each kind of the
// latter.
function gateSets(scored: readonly ScoredSample[], threshold: number): Gate['judged'] {
  const lesions = scored.filter(({ sample }) => !isWithoutLesion(sample));
  const others = scored.filter(({ sample }) => isWithoutLesion(sample));
  const sets: [string, readonly ScoredSample[]][] = [
    ['lesions', lesions],
    ...[...group(lesions, ({ sample }) => sample.source)].map(
      ([source, rows]): [string, readonly ScoredSample[]] => [`lesions from ${source}`, rows],
    ),
    ['no lesion', others],
    ...[...group(others, ({ sample }) => sample.diagnosis || sample.source)].map(
      ([kind, rows]): [string, readonly ScoredSample[]] => [`no lesion: ${kind}`, rows],
    ),
  ];
  return sets
    .filter(([, rows]) => rows.length > 0)
    .map(([set, rows]) => rejectedShare(set, rows, threshold));
}

function countBy<T>(rows: readonly T[], keyOf: (row: T) => string): Record<string, number> {
  return Object.fromEntries(rollup(rows, (own) => own.length, keyOf));
}
