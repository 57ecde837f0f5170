// The last deleted check, as long as it can be brought back. A check is deleted on its own
// page, and the way back is offered on the next one, the grid.
import { deleteCheck, restoreCheck, type DeletedCheck } from '../../storage/checks';

export type Undo =
  | { readonly kind: 'none' }
  | { readonly kind: 'offered' | 'not-restored'; readonly deleted: DeletedCheck }
  | { readonly kind: 'restored' };

const OFFER_MS = 10_000;

export class Deletion {
  undo = $state.raw<Undo>({ kind: 'none' });
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Deletes a check and offers to undo it; false where it is still there. */
  async delete(id: string): Promise<boolean> {
    const deleted = await deleteCheck(id);
    if (deleted.kind === 'not-done') return false;
    this.undo = { kind: 'offered', deleted: deleted.value };
    this.release();
    return true;
  }

  /** Puts the check back; where that fails it can be tried again. */
  async restore(): Promise<void> {
    if (this.undo.kind !== 'offered' && this.undo.kind !== 'not-restored') return;
    const { deleted } = this.undo;
    this.hold();
    const restored = await restoreCheck(deleted);
    this.undo =
      restored.kind === 'saved' ? { kind: 'restored' } : { kind: 'not-restored', deleted };
  }

  /** Ends the offer: the page that made it is left. */
  forget(): void {
    this.hold();
    this.undo = { kind: 'none' };
  }

  /** The offer stays: somebody is at it. */
  hold(): void {
    clearTimeout(this.#timer);
  }

  /** The offer goes after its time; one that failed stays. */
  release(): void {
    this.hold();
    if (this.undo.kind === 'not-restored') return;
    this.#timer = setTimeout(() => this.forget(), OFFER_MS);
  }
}

/** Of the app: it begins on one page and ends on another. */
export const deletion = new Deletion();
