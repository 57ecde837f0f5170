// The reins of a running training: pause, go on, stop. Held by the command line or the
// tab, looked at by the loop between two steps.
import type { StopSignal } from '../errors';

export class RunControl implements StopSignal {
  #stopped = false;
  #waiting: (() => void)[] | null = null;

  /** Whether the run was told to stop. */
  get aborted(): boolean {
    return this.#stopped;
  }

  get paused(): boolean {
    return this.#waiting !== null;
  }

  /** Holds the run after its current step. */
  pause(): void {
    this.#waiting ??= [];
  }

  /** Lets a paused run go on. */
  goOn(): void {
    const waiting = this.#waiting ?? [];
    this.#waiting = null;
    waiting.forEach((resolve) => resolve());
  }

  /** Ends the run after its current step, also a paused one. */
  stop(): void {
    this.#stopped = true;
    this.goOn();
  }

  /** Resolves at once, or when a pause is over. */
  async untilRunning(): Promise<void> {
    while (this.#waiting && !this.#stopped) {
      await new Promise<void>((resolve) => this.#waiting!.push(resolve));
    }
  }
}
