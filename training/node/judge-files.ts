// Pictures on disk through a loaded model, one path for `train`, `evaluate` and
// `predict`: decode, check, crop, network.
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { LookingCard } from '../../src/core/answer-views';
import { runViews } from '../../src/core/classify';
import { malignantMargin } from '../../src/core/evaluate/calibration';
import { assessQuality, type QualityReport } from '../../src/core/image/quality';
import type { ModelCard } from '../../src/core/model/card';
import type { RawOutput } from '../../src/core/prediction';
import { decodeFile } from './decode';
import type { Progress } from './progress';
import { noNotes, type ScoreNotes } from './score-notes';

/** What came of one picture. */
export type FileResult =
  | {
      readonly kind: 'read';
      readonly path: string;
      readonly output: RawOutput;
      /** Log-odds of the malignant labels, not calibrated. */
      readonly margin: number;
      readonly quality: QualityReport;
    }
  | { readonly kind: 'unreadable'; readonly path: string; readonly reason: string };

/**
 * Runs every picture through the model, decoding the next while one is computed. Pictures
 * the quality check would stop are computed too: `judge` decides what is said of them. What
 * is found in `notes` is not computed again.
 */
export async function* runFiles(
  model: LayersModel,
  card: Pick<ModelCard, 'labels'> & LookingCard,
  paths: readonly string[],
  { progress, notes = noNotes }: { progress?: Progress; notes?: ScoreNotes } = {},
): AsyncGenerator<FileResult> {
  const open = async (path: string | undefined) =>
    path === undefined
      ? null
      : ((await notes.find(path)) ??
        (await decodeFile(path).catch((error: unknown) => error as Error)));
  let ahead = open(paths[0]);
  for (const [i, path] of paths.entries()) {
    const image = (await ahead)!;
    ahead = open(paths[i + 1]);
    if (image instanceof Error) {
      yield { kind: 'unreadable', path, reason: image.message };
    } else if ('kind' in image) {
      yield image;
      progress?.skipTo(i + 1);
      continue;
    } else {
      const output = await runViews(model, card, image);
      const margin = malignantMargin(output.logits, card.labels);
      const result: FileResult = {
        ...{ kind: 'read', path, output, margin, quality: assessQuality(image) },
      };
      await notes.add(result);
      yield result;
    }
    progress?.update(i + 1);
  }
  await notes.flush();
  progress?.end();
}
