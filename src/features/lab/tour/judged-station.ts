// A station whose arms have all ended, judged from what they left in storage.
import { readScores } from '../../../core/figures/scores-file';
import type { StationName, TourArm } from '../../../core/run/paper-tour';
import { findingOf, type EndedArm, type Finding } from '../../../core/run/tour-findings';
import { readRunFile, type LabRun } from '../../../storage/lab/runs';

/** An arm, and the run that it is or was; null before it began. */
export interface ArmRun {
  readonly arm: TourArm;
  readonly id: string;
  readonly run: LabRun | null;
}

/** Null where one of them has left no scores. @throws CoreError for damaged ones. */
export async function judgedStation(
  station: StationName,
  arms: readonly ArmRun[],
): Promise<Finding | null> {
  const ended: EndedArm[] = [];
  for (const { arm, id, run } of arms) {
    const scores = await readRunFile(id, 'scores/val.json');
    if (!scores || !run) return null;
    const targets = new Map(arm.pictures.map(({ file, target }) => [file, target]));
    ended.push({
      name: arm.name,
      scored: readScores(scores).map(({ file, margin }) => ({
        ...{ score: margin, malignant: targets.get(file) === 'malignant' },
      })),
      learningRates: run.epochs.map(({ learningRate }) => learningRate),
    });
  }
  return findingOf(station, ended);
}
