// Which outcome stands for a saved check as a whole.
import type { Outcome } from '../../core/prediction';
import { raisedFlags } from '../../core/questions';
import type { SavedCheck } from '../../storage/saved-check';

/** What the model said by itself. */
export function modelOutcome({ prediction }: SavedCheck): Outcome | 'abstained' {
  return prediction.kind === 'assessed' ? prediction.outcome : 'abstained';
}

/** What the person said outweighs the model: a yes to a sign is `attend`. */
export function wholeOutcome(check: SavedCheck): Outcome | 'abstained' {
  return raisedFlags(check.answers).length > 0 ? 'attend' : modelOutcome(check);
}
