// What is kept of a check when a person chooses to save it.
import type { BodyPlace } from '../core/body';
import type { SquareCrop } from '../core/image/rgb-image';
import type { Prediction } from '../core/prediction';
import type { Answers } from '../core/questions';

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
