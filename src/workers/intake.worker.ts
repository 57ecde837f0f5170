// The worker that takes pictures in: one import, from what was handed over to a set.
import { CoreError } from '../core/errors';
import type { FromIntake, HandedFile, ToIntake } from './intake-protocol';
import { closeNetwork } from './close-network';
import { beginImport, draw, gather, label, undo, type Import } from './take-in';

// It is about to see pictures, and has all that it needs.
closeNetwork(self);

type Gather = Extract<ToIntake, { kind: 'gather' }>;

const stop = new AbortController();
let job: Import | null = null;

/** Waits for the rest of its files. */
let waiting: { readonly gather: Gather; readonly files: HandedFile[] } | null = null;

self.onmessage = ({ data }: MessageEvent<ToIntake>) => {
  if (data.kind === 'gather' && data.total !== undefined) {
    waiting = { gather: data, files: [] };
  }
  if (waiting && (data.kind === 'gather' || data.kind === 'files')) {
    const { gather, files } = waiting;
    for (const file of data.files) files.push(file);
    if (files.length < gather.total!) return;
    waiting = null;
    return void give(() => perform({ ...gather, files }));
  }
  if (data.kind === 'files') return;
  if (data.kind === 'cancel') stop.abort();
  // One that waits for a person to say what the pictures show has nothing to be stopped in.
  if (data.kind === 'cancel' && isIdle) void give(() => Promise.reject(new Error('cancelled')));
  else if (data.kind !== 'cancel') void give(() => perform(data));
};

let isIdle = true;

async function give(work: () => Promise<FromIntake>): Promise<void> {
  isIdle = false;
  let answer: FromIntake;
  try {
    answer = await work();
  } catch (error) {
    if (job) await undo(job);
    answer = stop.signal.aborted ? { kind: 'cancelled' } : failure(error);
  }
  isIdle = true;
  tell(answer);
}

async function perform(data: Exclude<ToIntake, { kind: 'cancel' | 'files' }>): Promise<FromIntake> {
  if (data.kind === 'label') return { kind: 'done', set: await label(job!, data.labelling) };
  job = await beginImport(data, stop.signal, tell);
  if (data.kind === 'draw') return { kind: 'done', set: await draw(job, data) };
  const tables = await gather(job, data.files);
  const { stored, refused } = job;
  return { kind: 'gathered', pictures: [...stored], tables, refused: [...refused] };
}

function failure(error: unknown): FromIntake {
  const { message } = error instanceof Error ? error : new Error(String(error));
  return { kind: 'failed', code: error instanceof CoreError ? error.code : null, message };
}

function tell(message: FromIntake): void {
  self.postMessage(message);
}
