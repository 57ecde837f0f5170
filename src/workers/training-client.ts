// The page's side of a training run: what it last said, and the reins. The worker is
// given up when it says nothing for a minute; its run then goes on from the checkpoint.
import type { EpochLog } from '../core/train/callbacks/callback';
import type { StepLog } from '../core/train/fit';
import type { BackendChoice, BackendReport } from '../engine/backend';
import type { RunState } from '../storage/lab/runs';
import type { FromTrainer, Stage, ToTrainer } from './training-protocol';

/** The part of a worker that its client uses; satisfied by `Worker`. */
export interface TrainingWorker {
  postMessage(message: ToTrainer): void;
  terminate(): void;
  onmessage: ((event: MessageEvent<FromTrainer>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
  onmessageerror: ((event: MessageEvent) => void) | null;
}

/** What is told of a run, as it comes. */
export interface TrainingListener {
  onBackend?(report: BackendReport): void;
  onStage?(stage: Stage): void;
  onStep?(step: StepLog, heapBytes: number): void;
  onEpoch?(log: EpochLog): void;
  onReplaced?(reason: string): void;
  onInMemory?(bytes: number): void;
  /** The last call. */
  onEnded(state: RunState, reason: string): void;
}

export interface TrainingOptions {
  /** What is to be done with the run. */
  readonly job: Extract<ToTrainer, { runId: string }>['kind'];
  readonly runId: string;
  readonly backend: BackendChoice;
  readonly workers: number;
  readonly modelsUrl: string;
  readonly createWorker: () => TrainingWorker;
  readonly listener: TrainingListener;
  /** Longest silence, default a minute. */
  readonly silenceMs?: number;
}

/** The reins of a run. */
export interface Training {
  readonly runId: string;
  pause(): void;
  goOn(): void;
  /** After the step at hand; a checkpoint stays. */
  stop(): void;
  /** After the step at hand, and finishes with what there is. */
  end(): void;
  /** Ends the worker at once, as closing the tab would. */
  kill(): void;
}

const SILENCE_MS = 60_000;

/** Starts the worker of a run. */
export function startTraining(options: TrainingOptions): Training {
  const { job, runId, backend, workers, modelsUrl, listener, silenceMs = SILENCE_MS } = options;
  const worker = options.createWorker();
  let clock: ReturnType<typeof setTimeout> | undefined;
  let isOver = false;
  const close = () => {
    isOver = true;
    clearTimeout(clock);
    worker.onmessage = null;
    worker.onerror = null;
    worker.onmessageerror = null;
    worker.terminate();
  };
  const fail = (reason: string) => {
    if (isOver) return;
    close();
    // Its checkpoint is there: it counts as cut off, and can go on.
    listener.onEnded('begun', reason);
  };
  const heard = () => {
    clearTimeout(clock);
    clock = setTimeout(() => fail('the training worker no longer answers'), silenceMs);
  };
  worker.onmessage = ({ data }) => {
    heard();
    switch (data.kind) {
      case 'alive':
        return;
      case 'backend':
        return listener.onBackend?.(data.report);
      case 'stage':
        return listener.onStage?.(data.stage);
      case 'step':
        return listener.onStep?.(data.step, data.heapBytes);
      case 'epoch':
        return listener.onEpoch?.(data.log);
      case 'replaced':
        return listener.onReplaced?.(data.reason);
      case 'in-memory':
        return listener.onInMemory?.(data.bytes);
      case 'ended':
        close();
        return listener.onEnded(data.state, data.reason);
    }
  };
  worker.onerror = (event) => {
    event.preventDefault();
    fail(`the training worker died: ${event.message || 'it did not load'}`);
  };
  worker.onmessageerror = () => fail("the training worker's message could not be read");
  heard();
  const send = (message: ToTrainer) => {
    if (!isOver) worker.postMessage(message);
  };
  send({ kind: job, runId, backend, workers, modelsUrl });
  return {
    runId,
    pause: () => send({ kind: 'pause' }),
    goOn: () => send({ kind: 'go-on' }),
    stop: () => send({ kind: 'stop' }),
    end: () => send({ kind: 'end' }),
    kill: () => {
      if (!isOver) close();
    },
  };
}
