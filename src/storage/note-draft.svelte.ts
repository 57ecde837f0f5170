// A note while it is written: it saves itself after a rest, and is never lost to a save
// that failed or to one that finished while the writing went on.
import type { Saved } from './checks';
import type { StorageFailure } from './db';

const REST_MS = 600;

export class NoteDraft {
  /** What is not in the storage yet; null where all of it is. */
  typed = $state.raw<string | null>(null);
  state = $state.raw<'idle' | 'saved' | StorageFailure>('idle');
  readonly #save: (note: string) => Promise<Saved>;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isSaving = false;

  constructor(save: (note: string) => Promise<Saved>) {
    this.#save = save;
  }

  type(note: string): void {
    this.typed = note;
    this.state = 'idle';
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.save(), REST_MS);
  }

  /** Saves at once what is not saved yet. */
  async save(): Promise<void> {
    clearTimeout(this.#timer);
    if (this.typed === null || this.#isSaving) return;
    const note = this.typed;
    this.#isSaving = true;
    const saved = await this.#save(note);
    this.#isSaving = false;
    if (this.typed !== note) return this.save();
    this.state = saved.kind === 'saved' ? 'saved' : saved.reason;
    if (saved.kind === 'saved') this.typed = null;
  }
}
