// A time limit on a worker that does many things one after the other.

/** Calls `onexpire` when the time that was granted has passed. */
export class Watchdog {
  readonly #onexpire: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #deadline = 0;

  constructor(onexpire: () => void) {
    this.#onexpire = onexpire;
  }

  /** Grants more time, for work that waits behind what is already there. */
  add(limitMs: number): void {
    this.#arm(Math.max(this.#deadline, Date.now()) + limitMs);
  }

  /** Grants this time from now on; 0 for a worker with nothing to do. */
  restart(limitMs: number): void {
    this.#arm(limitMs === 0 ? 0 : Date.now() + limitMs);
  }

  #arm(deadline: number): void {
    clearTimeout(this.#timer);
    this.#deadline = deadline;
    if (deadline > 0) this.#timer = setTimeout(this.#onexpire, deadline - Date.now());
  }
}
