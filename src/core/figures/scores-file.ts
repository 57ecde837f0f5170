// What a network gave for the pictures of a split, as a file: what figures are made from
// later, at any threshold.
import * as v from 'valibot';
import { CoreError } from '../errors';
import { decodeUtf8, encodeUtf8 } from '../text';
import type { ScoredSample } from './scored';

const VERSION = 1;

const scoresSchema = v.object({
  version: v.literal(VERSION),
  rows: v.array(
    v.object({
      /** As `Sample.file`. */
      file: v.string(),
      /** Log-odds of the malignant labels, not calibrated. */
      margin: v.number(),
      /** One a label. */
      logits: v.array(v.number()),
      /** Log-odds that it shows a lesion; null without a gate. */
      gate: v.nullable(v.number()),
    }),
  ),
});

export type ScoreRow = v.InferOutput<typeof scoresSchema>['rows'][number];

export function writeScores(scored: readonly ScoredSample[]): Uint8Array {
  const rows = scored.map(({ sample: { file }, margin, output: { logits, gate } }): ScoreRow => ({
    ...{ file, margin, gate },
    logits: Array.from(logits),
  }));
  return encodeUtf8(JSON.stringify({ version: VERSION, rows }));
}

/** @throws CoreError `data-invalid` for what is no such file, or one of another version. */
export function readScores(bytes: Uint8Array): ScoreRow[] {
  let value: unknown;
  try {
    value = JSON.parse(decodeUtf8(bytes));
  } catch {
    value = null;
  }
  const result = v.safeParse(scoresSchema, value);
  if (!result.success) throw new CoreError('data-invalid', 'the scores cannot be read');
  return result.output.rows;
}
