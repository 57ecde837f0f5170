// The worker that measures a little of a run and ends.
import { CoreError } from '../core/errors';
import { parseTrainConfig } from '../core/train/config';
import { selectBackend } from '../engine/select';
import { readSet } from '../storage/lab/sets';
import type { FromEstimate, ToEstimate } from './estimate-protocol';
import { measureRun } from './measure-run';
import { tabHost } from './tab-host';

const ALIVE_EVERY_MS = 2_000;

self.onmessage = ({ data }: MessageEvent<ToEstimate>) => {
  setInterval(() => tell({ kind: 'alive' }), ALIVE_EVERY_MS);
  measure(data).then(tell, (error: unknown) => {
    const code = error instanceof CoreError ? error.code : null;
    tell({ kind: 'failed', code, message: error instanceof Error ? error.message : String(error) });
  });
};

async function measure({
  config,
  setId,
  backend: choice,
  workers,
  modelsUrl,
}: ToEstimate): Promise<FromEstimate> {
  tell({ kind: 'part', part: 'opening' });
  const set = await readSet(setId);
  if (!set) throw new CoreError('data-invalid', 'the pictures are gone');
  const backend = await selectBackend(tabHost, { choice });
  const measured = await measureRun({
    ...{ config: parseTrainConfig(JSON.parse(config)), setId, pictures: set.pictures },
    ...{ backend, workers, modelsUrl },
    onPart: (part) => tell({ kind: 'part', part }),
  });
  return { kind: 'done', measured, backend };
}

function tell(message: FromEstimate): void {
  self.postMessage(message);
}
