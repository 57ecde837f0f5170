// The page's side of an estimate: a worker that is given up when it is cancelled, or says
// nothing for a minute.
import type { FromEstimate, MeasuredPart, ToEstimate } from './estimate-protocol';

/** The part of a worker that its client uses; satisfied by `Worker`. */
export interface EstimateWorker {
  postMessage(message: ToEstimate): void;
  terminate(): void;
  onmessage: ((event: MessageEvent<FromEstimate>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
}

/** How it ended. */
export type EstimateEnd = Extract<FromEstimate, { kind: 'done' | 'failed' }>;

export interface EstimateListener {
  onPart(part: MeasuredPart): void;
  /** The last call; none after `cancel`. */
  onEnded(end: EstimateEnd): void;
}

const SILENCE_MS = 60_000;

/** Starts measuring. @returns how to cancel. */
export function startEstimate(
  asked: ToEstimate,
  createWorker: () => EstimateWorker,
  { onPart, onEnded }: EstimateListener,
  silenceMs = SILENCE_MS,
): () => void {
  const worker = createWorker();
  let clock: ReturnType<typeof setTimeout> | undefined;
  const close = () => {
    clearTimeout(clock);
    worker.onmessage = null;
    worker.onerror = null;
    worker.terminate();
  };
  const end = (how: EstimateEnd) => {
    close();
    onEnded(how);
  };
  const fail = (message: string) => end({ kind: 'failed', code: 'worker-died', message });
  const wait = () => {
    clearTimeout(clock);
    clock = setTimeout(() => fail('the measuring no longer answers'), silenceMs);
  };
  worker.onmessage = ({ data }) => {
    wait();
    if (data.kind === 'part') onPart(data.part);
    else if (data.kind !== 'alive') end(data);
  };
  worker.onerror = (event) => {
    event.preventDefault();
    fail(`the measuring died: ${event.message || 'it did not load'}`);
  };
  wait();
  worker.postMessage(asked);
  return close;
}
