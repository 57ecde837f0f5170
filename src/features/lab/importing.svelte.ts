// An import as a page sees it: how far it is, and how it ended.
import type { Labelling } from '../../core/intake/label-pictures';
import { lab } from '../../i18n/lab';
import {
  startIntake,
  type Gathered,
  type Intake,
  type IntakeEnd,
  type IntakeProgress,
} from '../../workers/intake-client';
import type { HandedFile, ToIntake } from '../../workers/intake-protocol';
import { nextTask } from '../../platform/next-task';
import { createIntakeWorker } from '../../workers/start-lab';

/** Files in one message: the browser looks at each on the disk while it writes one. */
const HANDED_AT_ONCE = 32;

export class Importing {
  isRunning = $state.raw(false);
  progress = $state.raw<IntakeProgress | null>(null);
  /** Waits for somebody to say what these show; null while nothing waits. */
  gathered = $state.raw<Gathered | null>(null);
  /** What went wrong, or that it was cancelled; null before. */
  word = $state.raw<string | null>(null);
  #intake: Intake | null = null;

  /**
   * Runs one import. What the pictures show is said by `labellingOf`, or, where that gives
   * null, by `label` later.
   */
  async run(
    begin: Extract<ToIntake, { kind: 'gather' | 'draw' }>,
    labellingOf: (gathered: Gathered) => Labelling | null,
  ): Promise<IntakeEnd> {
    [this.isRunning, this.word, this.gathered] = [true, null, null];
    const files = begin.kind === 'gather' ? begin.files : [];
    const first =
      begin.kind === 'gather'
        ? { ...begin, files: files.slice(0, HANDED_AT_ONCE), total: files.length }
        : begin;
    const end = await new Promise<IntakeEnd>((resolve) => {
      const intake = startIntake(first, createIntakeWorker, {
        onProgress: (now) => (this.progress = now),
        onGathered: (found) => {
          this.progress = null;
          const labelling = labellingOf(found);
          if (labelling) this.label(labelling);
          else this.gathered = found;
        },
        onEnded: resolve,
      });
      this.#intake = intake;
      void handOver(intake, files.slice(HANDED_AT_ONCE));
    });
    [this.isRunning, this.progress, this.gathered, this.#intake] = [false, null, null, null];
    if (end.kind === 'cancelled') this.word = lab.bring.cancelled;
    if (end.kind === 'failed') this.word = lab.broken(end.message);
    return end;
  }

  /** Goes on with what was gathered. */
  label(labelling: Labelling): void {
    this.gathered = null;
    this.#intake?.label(labelling);
  }

  /** Leaves the storage as it was. */
  cancel(): void {
    this.#intake?.cancel();
  }
}

async function handOver(intake: Intake, files: readonly HandedFile[]): Promise<void> {
  for (let from = 0; from < files.length; from += HANDED_AT_ONCE) {
    await nextTask();
    intake.add(files.slice(from, from + HANDED_AT_ONCE));
  }
}
