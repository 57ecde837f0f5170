// How many steps a run has, which says whether its warm-up fits.
import type { RunSize } from '../../../core/run/estimate';
import type { TrainConfig } from '../../../core/train/config';

export interface Steps {
  readonly perEpoch: number;
  readonly all: number;
  /** Of the schedule; 0 where it has none. */
  readonly warmUp: number;
  /** The schedule refuses a climb that is as long as the run. */
  readonly warmUpTooLong: boolean;
}

export function stepsOf(
  { fit }: Pick<TrainConfig, 'fit'>,
  { steps }: Pick<RunSize, 'steps'>,
): Steps {
  const all = fit.epochs * steps.length;
  const warmUp = fit.schedule.kind === 'cosine' ? fit.schedule.warmUpSteps : 0;
  return { perEpoch: steps.length, all, warmUp, warmUpTooLong: warmUp > 0 && warmUp >= all };
}
