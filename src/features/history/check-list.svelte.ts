// The saved checks as a page shows them: read from the storage, and again with each change.
import { listChecks, onChecksChanged, type ListedCheck } from '../../storage/checks';
import type { StorageFailure } from '../../storage/db';

export type Listing =
  | { readonly kind: 'loading' }
  /** Newest first; what cannot be read is last. */
  | { readonly kind: 'listed'; readonly rows: readonly ListedCheck[] }
  | { readonly kind: 'failed'; readonly reason: StorageFailure };

/** Browsers have been seen to leave a database unanswered for ever. */
const LOAD_WAIT_MS = 10_000;

export class CheckList {
  listing = $state.raw<Listing>({ kind: 'loading' });
  #turn = 0;

  /** Reads the list; of several calls the last one counts. */
  async load(): Promise<void> {
    const turn = ++this.#turn;
    const isLate = setTimeout(() => this.#giveUp(turn), LOAD_WAIT_MS);
    const read = await listChecks();
    clearTimeout(isLate);
    if (turn !== this.#turn) return;
    this.listing =
      read.kind === 'done'
        ? { kind: 'listed', rows: read.value }
        : { kind: 'failed', reason: read.reason };
  }

  /** Reads the list now and whenever a tab changes a check; returns how to stop. */
  watch(): () => void {
    void this.load();
    return onChecksChanged(() => void this.load());
  }

  // A list that is shown stays: it is as good as it was.
  #giveUp(turn: number): void {
    if (turn === this.#turn && this.listing.kind !== 'listed') {
      this.listing = { kind: 'failed', reason: 'failed' };
    }
  }
}
