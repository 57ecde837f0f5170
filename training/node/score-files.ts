// Pictures on disk through a network, in their order.
import type { FileResult, PictureScorer } from './picture-scorer';
import type { Progress } from './progress';
import { noNotes, type ScoreNotes } from './score-notes';

/**
 * Scores every picture, as many at a time as `scorer` takes. What is found in `notes` is
 * not computed again.
 */
export async function* scoreFiles(
  scorer: PictureScorer,
  paths: readonly string[],
  { progress, notes = noNotes }: { progress?: Progress; notes?: ScoreNotes } = {},
): AsyncGenerator<FileResult> {
  const find = async (path: string) => {
    const noted = await notes.find(path);
    return { result: noted ?? (await scorer.score(path)), isNoted: noted !== null };
  };
  const begin = (path: string) => {
    const finding = find(path);
    // It may fail while an earlier one is waited for, or be given up with it.
    finding.catch(() => {});
    return finding;
  };
  const begun = paths.slice(0, scorer.atOnce).map(begin);
  for (const i of paths.keys()) {
    const { result, isNoted } = await begun.shift()!;
    const next = i + scorer.atOnce;
    if (next < paths.length) begun.push(begin(paths[next]));
    if (!isNoted && result.kind === 'read') await notes.add(result);
    yield result;
    if (isNoted) progress?.skipTo(i + 1);
    else progress?.update(i + 1);
  }
  await notes.flush();
  progress?.end();
}
