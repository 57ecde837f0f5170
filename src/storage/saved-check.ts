// What is kept of a check when a person chooses to save it, and how it is read back: what
// is stored may come from another version of the app, or be damaged.
import * as v from 'valibot';
import { bodyPlaces, type BodyPlace } from '../core/body';
import type { SquareCrop } from '../core/image/rgb-image';
import type { Prediction } from '../core/prediction';
import { exclusions, redFlags, type Answers } from '../core/questions';

/** Which model gave the answer, so that answers of different models are never compared. */
export interface AnsweringModel {
  readonly name: string;
  readonly version: string;
  /** Hash of its bundle, in hex. */
  readonly hash: string;
}

/** A check as the grid shows it: everything but the photo. */
export interface SavedCheck {
  /** A random UUID. */
  readonly id: string;
  /** Checks of one spot share it; the first check's own id. */
  readonly spotId: string;
  /** Milliseconds since 1970, of the moment the photo was judged. */
  readonly checkedAt: number;
  readonly place: BodyPlace | null;
  /** The person's own words; may be empty. */
  readonly note: string;
  readonly answers: Answers;
  readonly prediction: Prediction;
  readonly model: AnsweringModel;
  /** The judged square, in pixels of the photo. */
  readonly crop: SquareCrop;
  /** JPEG of the judged square, 320 px a side. */
  readonly thumbnail: Blob;
}

/** A check with its photo: what is written in one transaction. */
export interface NewCheck {
  readonly check: SavedCheck;
  /** JPEG of the whole upright photo, long side capped, without the camera's notes on
   * place and time. */
  readonly photo: Blob;
}

const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const quality = v.object({
  findings: v.array(
    v.object({
      problem: v.picklist(['too-small', 'blurred', 'too-dark', 'too-bright', 'glare']),
      severity: v.picklist(['warn', 'block']),
      measured: v.number(),
      limit: v.number(),
    }),
  ),
});

export const answersSchema = v.variant('kind', [
  v.object({ kind: v.literal('skipped') }),
  v.object({
    kind: v.literal('answered'),
    redFlags: v.array(v.picklist(redFlags)),
    exclusions: v.array(v.picklist(exclusions)),
  }),
]);

export const cropSchema = v.object({
  left: v.number(),
  top: v.number(),
  side: v.pipe(v.number(), v.gtValue(0)),
});

const predictionSchema = v.variant('kind', [
  v.object({
    kind: v.literal('assessed'),
    outcome: v.picklist(['attend', 'unsure', 'quiet']),
    probability: share,
    prevalence: share,
    quality,
  }),
  v.object({
    kind: v.literal('abstained'),
    reason: v.picklist([
      'image-quality',
      'uncalibrated-model',
      'non-finite-output',
      'not-a-lesion',
    ]),
    quality,
  }),
]);

const savedCheckSchema = v.object({
  id: v.string(),
  spotId: v.string(),
  checkedAt: v.number(),
  place: v.nullable(v.picklist(bodyPlaces)),
  note: v.string(),
  answers: answersSchema,
  prediction: predictionSchema,
  model: v.object({ name: v.string(), version: v.string(), hash: v.string() }),
  crop: cropSchema,
  thumbnail: v.blob(),
});

/** The stored check; null where it cannot be read. */
export function parseSavedCheck(stored: unknown): SavedCheck | null {
  const result = v.safeParse(savedCheckSchema, stored);
  // The probability got its brand before it was stored.
  return result.success ? (result.output as SavedCheck) : null;
}
