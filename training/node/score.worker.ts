// Worker thread: a picture file → what the network gives for it.
import { workerData } from 'node:worker_threads';
import { CoreError } from '../../src/core/errors';
import type { ModelBundle } from '../../src/core/model/bundle';
import { loadModel } from '../../src/core/model/load';
import type { BackendName } from '../../src/engine/backend';
import { openNodeBackend } from './backend';
import { localScorer, type FileResult } from './picture-scorer';
import { serveJobs } from './worker-jobs';

/** What the thread is started with. */
export interface ScoreSetup {
  readonly bundle: ModelBundle;
  readonly backend: BackendName;
}

const { bundle, backend: wanted } = workerData as ScoreSetup;

serveJobs<string, FileResult>(async () => {
  const { backend } = await openNodeBackend(wanted);
  if (backend !== wanted) {
    throw new CoreError('backend-unavailable', `${wanted} is not to be had in a thread`);
  }
  const scorer = localScorer(await loadModel(bundle), bundle.card);
  return async (path) => ({ value: await scorer.score(path) });
});
