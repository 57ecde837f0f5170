// The runs of a cross-validation, and what each gave for the pictures it held out.
import { readScores } from '../../../core/figures/scores-file';
import type { Scored } from '../../../core/evaluate/roc';
import { listRuns, readRunFile, type LabRun } from '../../../storage/lab/runs';
import type { LabPicture } from '../../../storage/lab/sets';

/** A picture that was held out, with its score: log-odds, not calibrated. */
export interface HeldOut extends Scored {
  readonly file: string;
}

export interface FoldRun {
  readonly run: LabRun;
  /** Null before it is finished. */
  readonly heldOut: readonly HeldOut[] | null;
}

/** The runs of a group, in the order of their folds; none where they are gone. */
export async function runsOfGroup(group: string): Promise<LabRun[]> {
  const read = await listRuns();
  const runs = read.kind === 'done' ? read.value : [];
  return runs
    .flatMap((row) => (row.kind === 'run' && row.run.fold?.group === group ? [row.run] : []))
    .sort((a, b) => a.fold!.index - b.fold!.index);
}

/**
 * What a fold's model gave. Calibration is left out: it was fitted on the very pictures.
 * @throws CoreError for a damaged file.
 */
export async function readHeldOut(run: LabRun, pictures: readonly LabPicture[]): Promise<FoldRun> {
  const scores = run.state === 'finished' ? await readRunFile(run.id, 'scores/val.json') : null;
  if (!scores) return { run, heldOut: null };
  const targets = new Map(pictures.map(({ file, target }) => [file, target]));
  const heldOut = readScores(scores).flatMap(({ file, margin }) => {
    const target = targets.get(file);
    return target === undefined ? [] : [{ file, score: margin, malignant: target === 'malignant' }];
  });
  return { run, heldOut };
}

/** How many pictures more than one fold held out: none, unless the set changed meanwhile. */
export function heldOutTwice(folds: readonly FoldRun[]): number {
  const times = new Map<string, number>();
  for (const { file } of folds.flatMap(({ heldOut }) => heldOut ?? [])) {
    times.set(file, (times.get(file) ?? 0) + 1);
  }
  return [...times.values()].filter((n) => n > 1).length;
}
