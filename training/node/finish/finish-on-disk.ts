// A finished bundle, in a folder: pictures are read from disk, and what was measured is
// said and logged.
import { formatInterval } from '../../../src/core/evaluate/report';
import type { ScoredSample } from '../../../src/core/figures/scored';
import { finishBundle, type FinishOptions } from '../../../src/core/finish/finish-bundle';
import { writeBundleFolder } from '../bundle-fs';
import type { FiledSample } from '../dataset';
import type { LogEvent } from '../run';
import { localScorer } from '../picture-scorer';
import { scoreSamples } from '../score-samples';
import { fitGate } from './fit-gate';

/**
 * Writes the finished bundle to `folder`.
 * @returns what the network gave for the pictures it was judged on.
 * @throws as `finishBundle`.
 */
export async function finishOnDisk(
  options: FinishOptions<FiledSample>,
  folder: string,
  log: LogEvent,
): Promise<readonly ScoredSample<FiledSample>[]> {
  const { files, scored, evaluations, gate, calibration, thresholds } = await finishBundle(
    options,
    {
      fitGate,
      score: async (model, card, samples, what) => {
        const { scored, unreadable } = await scoreSamples(
          localScorer(model, card),
          samples,
          `judging ${what}`,
        );
        for (const { path, reason } of unreadable) {
          console.error(`unreadable, left out of ${what}: ${path}`);
          await log('unreadable', { what, path, reason });
        }
        return scored;
      },
    },
  );
  await writeBundleFolder(folder, files);
  for (const evaluation of evaluations) {
    const { set, n, auroc } = evaluation;
    console.error(`${set}: AUROC ${formatInterval(auroc)}, n ${n}`);
    await log('evaluation', evaluation);
  }
  for (const { set, n, rejected } of gate?.judged ?? []) {
    console.error(`${set}: turned away ${formatInterval(rejected)}, n ${n}`);
  }
  await log('bundle', { calibration, thresholds, gate });
  console.error(`bundle in ${folder}`);
  return scored;
}
