// An unfinished check, so that a reload, an update, or a phone that ends the page while its
// camera is open does not lose it. One at a time, and for an hour: nobody asked to keep it.
import * as v from 'valibot';
import type { SquareCrop } from '../core/image/rgb-image';
import type { Answers } from '../core/questions';
import { useDatabase } from './db';
import { answersSchema, cropSchema } from './saved-check';

const stages = ['camera-app', 'cropping', 'asking', 'answer'] as const;

export interface Draft {
  /** Empty before a photo is open. */
  readonly checkId: string;
  /** Milliseconds since 1970. */
  readonly savedAt: number;
  /** `camera-app`: the phone's own camera was about to open over the page. */
  readonly stage: (typeof stages)[number];
  /** The photo as it came. */
  readonly photo: Blob | null;
  readonly crop: SquareCrop | null;
  readonly answers: Answers | null;
  readonly spotId: string | null;
}

const draftSchema = v.object({
  checkId: v.string(),
  savedAt: v.number(),
  stage: v.picklist(stages),
  photo: v.nullable(v.blob()),
  crop: v.nullable(cropSchema),
  answers: v.nullable(answersSchema),
  spotId: v.nullable(v.string()),
});

const HOUR_MS = 3_600_000;

/** Keeps a draft in place of the one before. Without room or storage there is none. */
export async function saveDraft(draft: Draft): Promise<void> {
  await useDatabase((database) => database.put('draft', draft, 'draft'));
}

/** The draft; null where there is none, or none of the last hour before `now`. */
export async function readDraft(now: number): Promise<Draft | null> {
  const read = await useDatabase((database) => database.get('draft', 'draft'));
  if (read.kind !== 'done' || read.value === undefined) return null;
  const draft = v.safeParse(draftSchema, read.value);
  if (draft.success && Math.abs(now - draft.output.savedAt) <= HOUR_MS) return draft.output;
  await clearDraft();
  return null;
}

export async function clearDraft(): Promise<void> {
  await useDatabase((database) => database.delete('draft', 'draft'));
}
