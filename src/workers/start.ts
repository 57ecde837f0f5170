// Opens the inference client for this page: where the worker, the models and the
// remembered backends are.
import type { CoreError } from '../core/errors';
import type { BackendChoice } from '../engine/backend';
import { rememberedVerdicts, rememberVerdicts } from '../storage/settings';
import { ownModelFiles } from '../storage/lab/own-model';
import { InferenceClient } from './client';
import { openWorker } from './open-worker';
// The URL carries the hash of the worker's code in a build.
import workerUrl from './inference.worker.ts?worker&url';

/** How the page wants its inference. */
export interface StartOptions {
  readonly backend: BackendChoice;
  /** Folder name of a model; the default one without. */
  readonly model?: string;
  /** Told when a hung or dead worker was replaced. */
  readonly onreplaced: (reason: CoreError) => void;
}

/** Opens a client; the worker starts with the first request. Call `close` when done. */
export function startInference({ backend, model, onreplaced }: StartOptions): InferenceClient {
  // A verdict holds for this browser and this build of the worker.
  const subject = `${navigator.userAgent} ${workerUrl}`;
  return new InferenceClient({
    createWorker: () => openWorker(workerUrl, 'inference'),
    backend,
    model: model ?? 'default',
    own: ownModelFiles,
    modelsUrl: new URL('models/', document.baseURI).href,
    remembered: () => rememberedVerdicts(subject),
    remember: (verdicts) => rememberVerdicts(subject, verdicts),
    onreplaced,
  });
}
