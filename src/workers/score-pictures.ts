// Pictures of a set through a network, as training/node/judge-files.ts does with files.
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { LookingCard } from '../core/answer-views';
import { runViews } from '../core/classify';
import { throwIfStopped } from '../core/data/stopped';
import { CoreError, type StopSignal } from '../core/errors';
import { malignantMargin } from '../core/evaluate/calibration';
import type { ScoredSample } from '../core/figures/scored';
import { assessQuality } from '../core/image/quality';
import type { ModelCard } from '../core/model/card';
import { decodePicture } from '../platform/decode';
import type { LabPicture } from '../storage/lab/sets';

export interface ScoreOptions {
  readonly model: LayersModel;
  readonly card: Pick<ModelCard, 'labels'> & LookingCard;
  readonly samples: readonly LabPicture[];
  /** The file of a picture; null where it is gone. */
  readonly readPicture: (file: string) => Promise<Blob | null>;
  readonly stop?: StopSignal;
  readonly onDone: (done: number) => void;
}

/** Runs all samples, in their order. @throws CoreError for one that is gone; StoppedError. */
export async function scorePictures({
  model,
  card,
  samples,
  readPicture,
  stop,
  onDone,
}: ScoreOptions): Promise<ScoredSample<LabPicture>[]> {
  const scored: ScoredSample<LabPicture>[] = [];
  for (const sample of samples) {
    throwIfStopped(stop, 'judging');
    const blob = await readPicture(sample.file);
    if (!blob) throw new CoreError('data-invalid', `${sample.file} is no longer in the set`);
    const image = await decodePicture(blob);
    const output = await runViews(model, card, image);
    const margin = malignantMargin(output.logits, card.labels);
    scored.push({ sample, output, margin, quality: assessQuality(image) });
    onDone(scored.length);
  }
  return scored;
}
