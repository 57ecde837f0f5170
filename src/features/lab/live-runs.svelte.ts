// The runs that train in this tab. Kept apart from the pages: training goes on while
// somebody looks at something else.
import type { StepLog } from '../../core/train/fit';
import type { BackendChoice, BackendReport } from '../../engine/backend';
import { readRun, type RunState } from '../../storage/lab/runs';
import { createTrainingWorker, modelsUrl, replicaCount } from '../../workers/start-lab';
import { startTraining, type Training } from '../../workers/training-client';
import type { Stage } from '../../workers/training-protocol';
import { stayAwake } from './wake-lock';

/** What a run that trains has said last. */
export class LiveRun {
  backend = $state.raw<BackendReport | null>(null);
  stage = $state.raw<Stage | null>(null);
  step = $state.raw<StepLog | null>(null);
  heapBytes = $state.raw(0);
  isPaused = $state.raw(false);
  /** Steps done since it began or went on here, and the seconds they took. */
  steps = $state.raw(0);
  seconds = $state.raw(0);
  /** Raised with each epoch and at the end: the record in storage has changed. */
  changes = $state.raw(0);
  replaced = $state.raw<string | null>(null);
  /** Bytes of activations that only memory holds. */
  inMemoryBytes = $state.raw(0);
  ended = $state.raw<{ readonly state: RunState; readonly reason: string } | null>(null);
  /** Resolves with how it ended. */
  readonly whenEnded: Promise<RunState>;
  readonly #training: Training;
  #last = 0;
  #end: (state: RunState) => void = () => {};

  constructor(
    readonly job: 'train' | 'judge-test',
    readonly runId: string,
    backend: BackendChoice,
  ) {
    this.whenEnded = new Promise((resolve) => (this.#end = resolve));
    const release = stayAwake();
    this.#training = startTraining({
      ...{ job: this.job, runId, backend, workers: replicaCount(), modelsUrl: modelsUrl() },
      createWorker: createTrainingWorker,
      listener: {
        onBackend: (report) => (this.backend = report),
        onStage: (stage) => (this.stage = stage),
        onStep: (step, heapBytes) => {
          const now = performance.now();
          // The first step of a stretch has no beginning that was seen.
          if (this.#last > 0) {
            this.steps++;
            this.seconds += (now - this.#last) / 1000;
          }
          this.#last = now;
          this.stage = null;
          this.step = step;
          this.heapBytes = heapBytes;
        },
        onEpoch: () => {
          // Judging is no part of a step.
          this.#last = 0;
          this.changes++;
        },
        onReplaced: (reason) => (this.replaced = reason),
        onInMemory: (bytes) => (this.inMemoryBytes += bytes),
        onEnded: (state, reason) => {
          release();
          this.ended = { state, reason };
          this.changes++;
          this.#end(state);
        },
      },
    });
  }

  pause(): void {
    this.#training.pause();
    this.isPaused = true;
    this.#last = 0;
  }

  goOn(): void {
    this.#training.goOn();
    this.isPaused = false;
    // The step that was under way has ended within the pause.
    this.#last = 0;
  }

  stop(): void {
    this.#training.stop();
  }

  end(): void {
    this.#training.end();
  }
}

const live = $state<Record<string, LiveRun>>({});

/** The run as it trains in this tab; undefined where it does not. */
export function liveRun(runId: string): LiveRun | undefined {
  return live[runId];
}

/** Begins a run, or goes on with it; one that trains here already is left to. */
export function train(runId: string, backend: BackendChoice): LiveRun {
  const now = live[runId];
  if (now?.job === 'train' && now.ended === null) return now;
  const run = new LiveRun('train', runId, backend);
  live[runId] = run;
  return run;
}

/**
 * Begins runs, or goes on with them, one after the other. One that does not finish ends the
 * row: it was stopped, or what broke it would break the next.
 */
export function trainInTurn(runIds: readonly string[], backend: BackendChoice): void {
  const [first, ...rest] = runIds;
  if (first === undefined) return;
  void (async () => {
    // It may have been begun by itself, and have finished before its turn.
    const isFinished = (await readRun(first))?.state === 'finished';
    const state = isFinished ? 'finished' : await train(first, backend).whenEnded;
    if (state === 'finished') trainInTurn(rest, backend);
  })();
}

/** Has a finished run judged on its test pictures. */
export function judgeTest(runId: string, backend: BackendChoice): void {
  live[runId] = new LiveRun('judge-test', runId, backend);
}
