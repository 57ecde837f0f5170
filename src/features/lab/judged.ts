// What a finished run left to be judged by: its card, and what it gave for each picture.
import { readScores } from '../../core/figures/scores-file';
import { calibrate } from '../../core/evaluate/calibration';
import { parseCard, type ModelCard } from '../../core/model/card';
import { decodeUtf8 } from '../../core/text';
import { readRunFile } from '../../storage/lab/runs';
import type { LabPicture } from '../../storage/lab/sets';

/** A picture with its calibrated probability, in [0, 1]. */
export interface JudgedPicture {
  readonly picture: LabPicture;
  readonly score: number;
  readonly malignant: boolean;
}

export interface Judged {
  readonly card: ModelCard;
  readonly rows: readonly JudgedPicture[];
}

/** Reads it; null where the run has none. @throws CoreError for damaged files. */
export async function readJudged(
  runId: string,
  pictures: readonly LabPicture[],
  split: 'val' | 'test' = 'val',
): Promise<Judged | null> {
  const [cardFile, scoresFile] = await Promise.all([
    readRunFile(runId, 'bundle/card.json'),
    readRunFile(runId, `scores/${split}.json`),
  ]);
  if (!cardFile || !scoresFile) return null;
  const card = parseCard(JSON.parse(decodeUtf8(cardFile)));
  const { calibration } = card;
  if (!calibration) return null;
  const byFile = new Map(pictures.map((picture) => [picture.file, picture]));
  const rows = readScores(scoresFile).flatMap(({ file, margin }) => {
    const picture = byFile.get(file);
    if (!picture) return [];
    const malignant = picture.target === 'malignant';
    return [{ picture, malignant, score: calibrate(margin, calibration) }];
  });
  return { card, rows };
}
