// Which GPUs a client no longer trusts, since a worker hung or died with them.
import type { CoreError } from '../core/errors';
import type { BackendName, BackendVerdict } from '../engine/backend';

/** What the worker was at when it was replaced. */
export interface LastSeen {
  readonly starting: boolean;
  /** null before a backend was chosen. */
  readonly running: BackendName | null;
}

/** Collects verdicts to be handed to the next worker. */
export class Distrust {
  readonly #verdicts = new Map<BackendName, BackendVerdict>();
  #deaths = 0;

  get verdicts(): readonly BackendVerdict[] {
    return [...this.#verdicts.values()];
  }

  /** While starting it may have been either GPU. wasm and cpu stay: nothing is below them. */
  record(reason: CoreError, { starting, running }: LastSeen): void {
    // Phones take the GPU away from a tab in the background: once is no fault of its own.
    if (reason.code === 'worker-died' && this.#deaths++ === 0) return;
    for (const backend of starting ? (['webgpu', 'webgl'] as const) : [running]) {
      if (backend !== 'webgpu' && backend !== 'webgl') continue;
      const detail = `its worker was replaced: ${reason.message}`;
      this.#verdicts.set(backend, { backend, verdict: 'timed-out', detail });
    }
  }
}
