// From an answer to what is kept of it.
import { resize } from '../../../core/image/resize';
import type { Answers } from '../../../core/questions';
import { encodeJpeg } from '../../../platform/encode';
import { saveCheck } from '../../../storage/checks';
import { askToPersist } from '../../../storage/space';
import type { CroppedPhoto, Judged } from '../check.svelte';

/** An answer that can be kept: a real photo's. */
export interface KeptAnswer {
  readonly id: string;
  /** null for a spot that is new to the app. */
  readonly spotId: string | null;
  readonly cropped: CroppedPhoto;
  readonly answers: Answers;
  readonly judged: Judged;
}

/** Why nothing was saved; the words are in i18n. */
export type SaveFailure = 'quota-full' | 'newer-version' | 'blocked' | 'unavailable' | 'failed';

const THUMBNAIL_PX = 320;

/** Writes photo, square and answer to the storage, together or not at all. */
export async function keepAnswer(answer: KeptAnswer): Promise<'saved' | SaveFailure> {
  const { id, spotId, cropped, answers, judged } = answer;
  const { image } = cropped.photo;
  const { left, top, side } = cropped.crop;
  const region = { left, top, width: side, height: side };
  const { card, hash } = judged.ready.model;
  const [photo, thumbnail] = await Promise.all([
    encodeJpeg(image),
    encodeJpeg(resize(image, THUMBNAIL_PX, THUMBNAIL_PX, 'area', region)),
  ]);
  const saved = await saveCheck({
    photo,
    check: {
      id,
      spotId: spotId ?? id,
      checkedAt: judged.checkedAt,
      place: null,
      note: '',
      answers,
      prediction: judged.result.prediction,
      model: { name: card.name, version: card.version, hash },
      crop: cropped.crop,
      thumbnail,
    },
  });
  // Browsers grant it silently or by asking; the settings show what came of it.
  if (saved.kind === 'saved') void askToPersist();
  return saved.kind === 'not-saved' ? saved.reason : saved.kind;
}
