// A trained head → the bundle as it is shipped: assembled, stored at its final precision,
// and only then calibrated, thresholded and judged, so that every figure is of the files.
import { join } from 'node:path';
import { fitCalibration, calibrate } from '../../src/core/evaluate/calibration';
import { evaluateCases, formatInterval, type Thresholds } from '../../src/core/evaluate/report';
import { thresholdAtSensitivity, thresholdAtSpecificity } from '../../src/core/evaluate/roc';
import { readBundle, writeBundle, type CardDraft } from '../../src/core/model/bundle';
import type { Evaluation } from '../../src/core/model/card';
import { loadModel } from '../../src/core/model/load';
import { writeBundleFolder } from './bundle-fs';
import type { FiledSample } from './dataset';
import { draftCard } from './draft-card';
import { runFiles } from './judge-files';
import { openProgress } from './progress';
import type { FinishedRun } from './run';

/**
 * Writes a bundle that was not calibrated or judged: a model on the way, which says so in
 * its card.
 */
export async function writeUncalibrated(run: FinishedRun, folder: string): Promise<void> {
  await writeBundleFolder(folder, filesOf(run, uncalibratedCard(run)));
}

export async function finishBundle(run: FinishedRun): Promise<void> {
  const { samples, out, log } = run;
  const write = (draft: CardDraft) => filesOf(run, draft);
  const uncalibrated = uncalibratedCard(run);
  // Read back as stored: float16 moves single activations, and calibration must see that.
  const stored = write(uncalibrated);
  const bundle = await readBundle(async (name) => stored.get(name)!);
  const model = await loadModel(bundle);
  const marginsOf = async (split: string) => {
    const own = samples.filter((sample) => sample.split === split);
    const margins: { sample: FiledSample; margin: number; malignant: boolean }[] = [];
    let i = 0;
    const progress = openProgress(`judging ${split}`, own.length);
    for await (const result of runFiles(
      model,
      bundle.card,
      own.map((s) => s.path),
      progress,
    )) {
      const sample = own[i++];
      if (result.kind === 'unreadable') {
        console.error(`unreadable, left out of ${split}: ${result.path}`);
        await log('unreadable', { split, path: result.path });
        continue;
      }
      margins.push({ sample, margin: result.margin, malignant: sample.target === 'malignant' });
    }
    return margins;
  };

  const val = await marginsOf('val');
  const calibration = fitCalibration(val);
  const judged = (rows: Awaited<ReturnType<typeof marginsOf>>) =>
    rows.map(({ sample, margin, malignant }) => ({
      sample,
      malignant,
      probability: calibrate(margin, calibration),
    }));
  const thresholds = chooseThresholds(run, judged(val));
  const evaluations: Evaluation[] = [];
  if (run.judgeTest) {
    const test = judged(await marginsOf('test'));
    evaluations.push(evaluateCases('Test pictures, all sources', test, thresholds));
    for (const source of [...new Set(test.map(({ sample }) => sample.source))].sort()) {
      const own = test.filter(({ sample }) => sample.source === source);
      // One class alone has no AUROC; a card holds no figure that is not a number.
      if (new Set(own.map(({ malignant }) => malignant)).size < 2) {
        console.error(`${source}: only one class in test, so no figures of its own`);
        continue;
      }
      evaluations.push(evaluateCases(`Test pictures from ${source}`, own, thresholds));
    }
    const without = test.filter(({ sample }) => sample.diagnosis !== 'actinic keratosis');
    evaluations.push(evaluateCases('Test pictures without actinic keratosis', without, thresholds));
  } else {
    evaluations.push(
      evaluateCases(
        'Validation pictures (also used to calibrate, so too good)',
        judged(val),
        thresholds,
      ),
    );
  }
  model.dispose();

  const card = draftCard(run, { calibration, thresholds, evaluations });
  await writeBundleFolder(join(out, 'bundle'), write(card));
  for (const evaluation of evaluations) {
    console.error(
      `${evaluation.set}: AUROC ${formatInterval(evaluation.auroc)}, n ${evaluation.n}`,
    );
    await log('evaluation', evaluation);
  }
  await log('bundle', { calibration, thresholds });
  console.error(`bundle in ${join(out, 'bundle')}`);
}

function filesOf({ exported, config }: FinishedRun, card: CardDraft): Map<string, Uint8Array> {
  return writeBundle(card, exported.topology, exported.weights, config.stored);
}

function uncalibratedCard(run: FinishedRun): CardDraft {
  return draftCard(run, { calibration: null, thresholds: null, evaluations: [] });
}

function chooseThresholds(
  { config }: FinishedRun,
  val: readonly { readonly probability: number; readonly malignant: boolean }[],
): Thresholds {
  const scored = val.map(({ probability, malignant }) => ({ score: probability, malignant }));
  const { attendSpecificity, quietSensitivity } = config.thresholds;
  const attend = Math.min(1, thresholdAtSpecificity(scored, attendSpecificity));
  const quiet = thresholdAtSensitivity(scored, quietSensitivity);
  const flagged = Math.round(100 * (1 - attendSpecificity));
  const missed = Math.round(100 * (1 - quietSensitivity));
  return {
    attend: {
      value: attend,
      rule: `Chosen on ${val.length} validation pictures: of 100 that were not malignant, at most ${flagged} are flagged.`,
    },
    quiet: {
      // A model that ranks nearly perfectly could cross the two; then nothing is unsure.
      value: Math.min(quiet, attend),
      rule: `Chosen on the same pictures: of 100 malignant ones, at most ${missed} get this answer.`,
    },
  };
}
