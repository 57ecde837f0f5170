// A finished run's model on the test pictures of its set. Each look is counted: a model that
// is chosen by its test figures has none.
import { StoppedError } from '../core/data/stopped';
import { CoreError, type StopSignal } from '../core/errors';
import { writeScores } from '../core/figures/scores-file';
import { readBundle } from '../core/model/bundle';
import { loadModel } from '../core/model/load';
import type { BackendChoice } from '../engine/backend';
import { selectBackend } from '../engine/select';
import { changeRun, readRun, readRunFile, saveRunFiles } from '../storage/lab/runs';
import { readSet, readSetPicture } from '../storage/lab/sets';
import { picturesOfRun } from './run-pictures';
import { scorePictures } from './score-pictures';
import { tabHost } from './tab-host';
import type { FromTrainer } from './training-protocol';

export interface JudgeTestOptions {
  readonly runId: string;
  readonly backend: BackendChoice;
  readonly tell: (message: FromTrainer) => void;
  readonly stop: StopSignal;
}

/**
 * Judges, stores the scores and counts the look; the run itself stays as it is. Stopped, it
 * leaves nothing and counts nothing: nobody has seen a figure.
 */
export async function judgeTest({ runId, backend, tell, stop }: JudgeTestOptions): Promise<void> {
  try {
    const run = await readRun(runId);
    const set = run && (await readSet(run.setId));
    if (!set) throw new CoreError('data-invalid', 'the pictures of the run are gone');
    const samples = (await picturesOfRun(run, set)).filter(({ split }) => split === 'test');
    if (new Set(samples.map(({ target }) => target)).size < 2) {
      throw new CoreError('data-invalid', 'the test split does not hold both classes');
    }
    tell({ kind: 'backend', report: await selectBackend(tabHost, { choice: backend }) });
    const bundle = await readBundle(async (name) => {
      const bytes = await readRunFile(runId, `bundle/${name}`);
      if (!bytes) throw new Error('the run lacks it');
      return bytes;
    });
    const model = await loadModel(bundle);
    const scored = await scorePictures({
      ...{ model, card: bundle.card, samples, stop },
      readPicture: (file) => readSetPicture(set.id, file),
      onDone: (done) => {
        const stage = { what: 'judging', of: 'test', done, total: samples.length } as const;
        tell({ kind: 'stage', stage });
      },
    }).finally(() => model.dispose());
    const saved = await saveRunFiles(runId, new Map([['scores/test.json', writeScores(scored)]]));
    if (saved.kind !== 'done') throw new CoreError('data-invalid', saved.detail);
    await changeRun(runId, ({ testLooks }) => ({ testLooks: testLooks + 1 }));
    tell({ kind: 'ended', state: 'finished', reason: 'judged' });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const state = error instanceof StoppedError ? 'stopped' : 'failed';
    tell({ kind: 'ended', state, reason });
  }
}
