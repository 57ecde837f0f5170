// The saved checks as a page shows them: read from the storage, and again with each change.
import { listChecks, onChecksChanged, type ListedCheck } from '../../storage/checks';
import type { StorageFailure, Used } from '../../storage/db';
import { inTime } from '../../storage/in-time';

export type Listing =
  | { readonly kind: 'loading' }
  /** Newest first; what cannot be read is last. */
  | { readonly kind: 'listed'; readonly rows: readonly ListedCheck[] }
  | { readonly kind: 'failed'; readonly reason: StorageFailure };

export class CheckList {
  listing = $state.raw<Listing>({ kind: 'loading' });
  #turn = 0;

  /** Reads the list; of several calls the last one counts. Ends even without an answer. */
  async load(): Promise<void> {
    const turn = ++this.#turn;
    const shown = listChecks().then((read) => this.#show(turn, read));
    await inTime(shown).catch(() => this.#giveUp(turn));
  }

  /** Reads the list now and whenever a tab changes a check; returns how to stop. */
  watch(): () => void {
    void this.load();
    return onChecksChanged(() => void this.load());
  }

  #show(turn: number, read: Used<ListedCheck[]>): void {
    if (turn !== this.#turn) return;
    this.listing =
      read.kind === 'done'
        ? { kind: 'listed', rows: read.value }
        : { kind: 'failed', reason: read.reason };
  }

  // A list that is shown stays: it is as good as it was.
  #giveUp(turn: number): void {
    if (turn === this.#turn && this.listing.kind !== 'listed') {
      this.listing = { kind: 'failed', reason: 'failed' };
    }
  }
}
