// Labelled pictures through a network, and how each looks to it.
import type { ScoredSample } from '../../src/core/figures/scored';
import type { ModelBundle } from '../../src/core/model/bundle';
import { openBundleScorer, type ScoreWith } from './bundle-scorer';
import type { FiledSample } from './dataset';
import type { FileResult, PictureScorer } from './picture-scorer';
import { openProgress } from './progress';
import { scoreFiles } from './score-files';
import { noNotes, type ScoreNotes } from './score-notes';

export interface Scored {
  readonly scored: readonly ScoredSample<FiledSample>[];
  readonly unreadable: readonly Extract<FileResult, { kind: 'unreadable' }>[];
}

/** Runs all samples, in their order. `what` names them in the progress display. */
export async function scoreSamples(
  scorer: PictureScorer,
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
  for await (const result of scoreFiles(scorer, paths, { progress, notes })) {
    const sample = samples[i++];
    if (result.kind === 'unreadable') unreadable.push(result);
    else {
      const { output, margin, quality } = result;
      scored.push({ sample, output, margin, quality });
    }
  }
  return { scored, unreadable };
}

/** As `scoreSamples`, by a bundle. @throws CoreError as `openBundleScorer`. */
export async function scoreByBundle(
  bundle: ModelBundle,
  samples: readonly FiledSample[],
  { what, notes, ...scoreWith }: ScoreWith & { readonly what: string; readonly notes?: ScoreNotes },
): Promise<Scored> {
  const scorer = await openBundleScorer(bundle, scoreWith);
  try {
    return await scoreSamples(scorer, samples, what, notes);
  } finally {
    await scorer.close();
  }
}
