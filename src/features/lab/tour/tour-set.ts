// The pictures of the tour: drawn once and kept, or a set of the person's own.
import { drawnForTour, splitForTour } from '../../../core/run/paper-tour';
import {
  deleteSet,
  listSets,
  readSet,
  readSetPicture,
  savePictures,
  saveSet,
  tourId,
  type LabSet,
} from '../../../storage/lab/sets';
import { startIntake, type IntakeProgress } from '../../../workers/intake-client';
import { createIntakeWorker } from '../../../workers/start-lab';
import { isTrainable, leaksOf, withSplit } from '../split';

export const DRAWN_SET = tourId('drawn');

/** Sets of one's own that can be trained on: with a split in which nothing leaks. */
export async function ownSets(): Promise<LabSet[]> {
  const listed = await listSets();
  return (listed.kind === 'done' ? listed.value : []).flatMap((row) =>
    row.kind === 'set' &&
    row.set.isComplete &&
    isTrainable(row.set.pictures) &&
    leaksOf(row.set) === 0
      ? [row.set]
      : [],
  );
}

/** Drawing under way. */
export interface Drawing {
  /** Null where it was cancelled. */
  readonly drawn: Promise<LabSet | null>;
  cancel(): void;
}

/** Draws the set of the tour under its own id. @throws Error where it cannot be kept. */
export function drawTourSet(name: string, onProgress: (progress: IntakeProgress) => void): Drawing {
  let isCancelled = false;
  let cancel = () => {};
  const drawn = (async () => {
    // What a page that went away left halfway.
    await deleteSet(DRAWN_SET);
    const set = await new Promise<LabSet | null>((resolve, reject) => {
      if (isCancelled) return resolve(null);
      const intake = startIntake(
        { kind: 'draw', setId: DRAWN_SET, name, ...drawnForTour },
        createIntakeWorker,
        {
          onProgress,
          onGathered: () => {},
          onEnded: (end) => {
            if (end.kind === 'done') resolve(end.set);
            else if (end.kind === 'failed') reject(new Error(end.message));
            else resolve(null);
          },
        },
      );
      cancel = () => intake.cancel();
    });
    if (!set) return null;
    const split = withSplit(set, splitForTour);
    const kept = await saveSet(split);
    if (kept.kind === 'not-done') throw new Error(kept.detail);
    return split;
  })();
  return {
    drawn,
    cancel: () => {
      isCancelled = true;
      cancel();
    },
  };
}

/** A set of the tour as one of the person's own, under a new id. @throws Error if not kept. */
export async function keptCopy(set: LabSet): Promise<LabSet> {
  const copy = { ...set, id: crypto.randomUUID(), createdAt: Date.now() };
  for (const { file } of set.pictures) {
    const blob = await readSetPicture(set.id, file);
    if (!blob) throw new Error(`${file} is gone`);
    const kept = await savePictures(copy.id, [{ file, blob }]);
    if (kept.kind === 'not-done') {
      await deleteSet(copy.id);
      throw new Error(kept.detail);
    }
  }
  const kept = await saveSet(copy);
  if (kept.kind === 'not-done') throw new Error(kept.detail);
  return copy;
}

/** The set that was drawn before; null where there is none, or only half of one. */
export async function drawnBefore(): Promise<LabSet | null> {
  const set = await readSet(DRAWN_SET);
  return set?.isComplete && isTrainable(set.pictures) ? set : null;
}
