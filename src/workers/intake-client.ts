// The page's side of an import: what it needs to be told, and how it is stopped. The worker
// is given up when it says nothing for a minute.
import type { Labelling } from '../core/intake/label-pictures';
import type { FromIntake, HandedFile, ToIntake } from './intake-protocol';

/** The part of a worker that its client uses; satisfied by `Worker`. */
export interface IntakeWorker {
  postMessage(message: ToIntake): void;
  terminate(): void;
  onmessage: ((event: MessageEvent<FromIntake>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
}

export type IntakeProgress = Extract<FromIntake, { kind: 'progress' }>;
export type Gathered = Extract<FromIntake, { kind: 'gathered' }>;
/** How an import ended. */
export type IntakeEnd = Extract<FromIntake, { kind: 'done' | 'cancelled' | 'failed' }>;

export interface IntakeListener {
  onProgress(progress: IntakeProgress): void;
  /** Somebody has to say what the pictures show: `label` goes on. */
  onGathered(gathered: Gathered): void;
  /** The last call. */
  onEnded(end: IntakeEnd): void;
}

/** The reins of an import. */
export interface Intake {
  /** Hands over more files, until there are as many as `gather` said. */
  add(files: readonly HandedFile[]): void;
  label(labelling: Labelling): void;
  /** Leaves the storage as it was. */
  cancel(): void;
}

const SILENCE_MS = 60_000;

/** Starts the worker of an import. */
export function startIntake(
  begin: Extract<ToIntake, { kind: 'gather' | 'draw' }>,
  createWorker: () => IntakeWorker,
  listener: IntakeListener,
  silenceMs = SILENCE_MS,
): Intake {
  const worker = createWorker();
  let clock: ReturnType<typeof setTimeout> | undefined;
  let isOver = false;
  const end = (how: IntakeEnd) => {
    if (isOver) return;
    isOver = true;
    clearTimeout(clock);
    worker.onmessage = null;
    worker.onerror = null;
    worker.terminate();
    listener.onEnded(how);
  };
  const fail = (message: string) => end({ kind: 'failed', code: 'worker-died', message });
  const wait = () => {
    clearTimeout(clock);
    clock = setTimeout(() => fail('the import no longer answers'), silenceMs);
  };
  worker.onmessage = ({ data }) => {
    wait();
    if (data.kind === 'progress') listener.onProgress(data);
    else if (data.kind === 'gathered') {
      // Now a person is at work.
      clearTimeout(clock);
      listener.onGathered(data);
    } else end(data);
  };
  worker.onerror = (event) => {
    event.preventDefault();
    fail(`the import died: ${event.message || 'it did not load'}`);
  };
  const send = (message: ToIntake) => {
    if (isOver) return;
    wait();
    worker.postMessage(message);
  };
  send(begin);
  return {
    add: (files) => send({ kind: 'files', files }),
    label: (labelling) => send({ kind: 'label', labelling }),
    cancel: () => send({ kind: 'cancel' }),
  };
}
