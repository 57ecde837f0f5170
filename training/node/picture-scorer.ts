// What a network gives for one picture on disk: decode, check, crop, network. One path for
// `train`, `evaluate` and `predict`, in this thread or in others.
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { LookingCard } from '../../src/core/answer-views';
import { runViews } from '../../src/core/classify';
import { malignantMargin } from '../../src/core/evaluate/calibration';
import { assessQuality, type QualityReport } from '../../src/core/image/quality';
import type { ModelCard } from '../../src/core/model/card';
import type { RawOutput } from '../../src/core/prediction';
import { decodeFile } from './decode';

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

/** Runs pictures through a network. */
export interface PictureScorer {
  /** How many pictures to give it at a time: one more than are computed. */
  readonly atOnce: number;
  /**
   * Pictures the quality check would stop are computed too: `judge` decides what is said
   * of them.
   */
  score(path: string): Promise<FileResult>;
}

/** Of what a card is needed to score. */
export type ScoringCard = Pick<ModelCard, 'labels'> & LookingCard;

/** Scores in this thread, decoding one picture while another is computed. Keeps no model. */
export function localScorer(model: LayersModel, card: ScoringCard): PictureScorer {
  let computing: Promise<unknown> = Promise.resolve();
  return {
    atOnce: 2,
    async score(path) {
      const image = await decodeFile(path).catch((error: unknown) => error as Error);
      if (image instanceof Error) return { kind: 'unreadable', path, reason: image.message };
      const before = computing;
      const running = (async () => {
        await before;
        return runViews(model, card, image);
      })();
      computing = running.catch(() => {});
      const output = await running;
      const margin = malignantMargin(output.logits, card.labels);
      return { kind: 'read', path, output, margin, quality: assessQuality(image) };
    },
  };
}
