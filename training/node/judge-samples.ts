// Labelled samples through a calibrated model.
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { calibrate, type Calibration } from '../../src/core/evaluate/calibration';
import type { ModelCard } from '../../src/core/model/card';
import { judge, type Outcome } from '../../src/core/prediction';
import type { FiledSample } from './dataset';
import { runFiles, type FileResult } from './judge-files';
import { openProgress } from './progress';

export interface JudgedSample {
  readonly sample: FiledSample;
  /** Calibrated, also where the app would abstain, so that no picture is dropped from the figures. */
  readonly probability: number;
  readonly outcome: Outcome | 'abstained';
}

/** A card that can be judged by. */
export type CalibratedCard = Pick<ModelCard, 'labels' | 'preprocess' | 'thresholds'> & {
  readonly calibration: Calibration | null;
};

/** @throws RangeError if the card has no calibration. */
export async function judgeSamples(
  model: LayersModel,
  card: CalibratedCard,
  samples: readonly FiledSample[],
): Promise<{
  judged: JudgedSample[];
  unreadable: Extract<FileResult, { kind: 'unreadable' }>[];
}> {
  const { calibration } = card;
  if (!calibration) throw new RangeError('the model is not calibrated');
  const judged: JudgedSample[] = [];
  const unreadable: Extract<FileResult, { kind: 'unreadable' }>[] = [];
  const paths = samples.map(({ path }) => path);
  let i = 0;
  for await (const result of runFiles(model, card, paths, openProgress('pictures', paths.length))) {
    const sample = samples[i++];
    if (result.kind === 'unreadable') {
      unreadable.push(result);
      continue;
    }
    const prediction = judge(result.logits, card, result.quality);
    judged.push({
      sample,
      probability: calibrate(result.margin, calibration),
      outcome: prediction.kind === 'assessed' ? prediction.outcome : 'abstained',
    });
  }
  return { judged, unreadable };
}
