// What a client takes along from visit to visit: the verdicts on backends. They save time
// and no more, so neither a failing storage nor a hanging one (an IndexedDB request may stay
// pending for ever) may keep anybody from an answer.
import type { BackendVerdict } from '../engine/backend';
import { withinTime } from '../core/time-limit';

/** The verdicts of earlier visits, or why they could not be had. */
export type Recalled =
  | { readonly kind: 'recalled'; readonly verdicts: readonly BackendVerdict[] }
  | { readonly kind: 'not-recalled'; readonly reason: string };

/** Waits for `remembered` for `limitMs` at most; never rejects. */
export async function recall(
  remembered: () => Promise<readonly BackendVerdict[]>,
  limitMs: number,
): Promise<Recalled> {
  try {
    const verdicts = await withinTime(remembered(), limitMs, 'recalling the backend verdicts');
    return { kind: 'recalled', verdicts };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { kind: 'not-recalled', reason };
  }
}

/** Has `verdicts` kept. Not to be waited for: it may never end. Never rejects. */
export async function keep(
  remember: (verdicts: readonly BackendVerdict[]) => Promise<unknown>,
  verdicts: readonly BackendVerdict[],
): Promise<void> {
  try {
    await remember(verdicts);
  } catch {
    // What is not kept is found out again by the next visit, and shown there.
  }
}
