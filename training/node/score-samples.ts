// Labelled pictures through a network, and how each looks to it.
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { LookingCard } from '../../src/core/answer-views';
import type { ScoredSample } from '../../src/core/figures/scored';
import type { ModelCard } from '../../src/core/model/card';
import type { FiledSample } from './dataset';
import { runFiles, type FileResult } from './judge-files';
import { openProgress } from './progress';
import { noNotes, type ScoreNotes } from './score-notes';

export interface Scored {
  readonly scored: readonly ScoredSample<FiledSample>[];
  readonly unreadable: readonly Extract<FileResult, { kind: 'unreadable' }>[];
}

/** Runs all samples, in their order. `what` names them in the progress display. */
export async function scoreSamples(
  model: LayersModel,
  card: Pick<ModelCard, 'labels'> & LookingCard,
  samples: readonly FiledSample[],
  what: string,
  notes: ScoreNotes = noNotes,
): Promise<Scored> {
  const scored: ScoredSample<FiledSample>[] = [];
  const unreadable: Extract<FileResult, { kind: 'unreadable' }>[] = [];
  if (samples.length === 0) return { scored, unreadable };
  const paths = samples.map(({ path }) => path);
  let i = 0;
  const progress = openProgress(what, paths.length);
  for await (const result of runFiles(model, card, paths, { progress, notes })) {
    const sample = samples[i++];
    if (result.kind === 'unreadable') unreadable.push(result);
    else {
      const { output, margin, quality } = result;
      scored.push({ sample, output, margin, quality });
    }
  }
  return { scored, unreadable };
}
