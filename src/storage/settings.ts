// What the app remembers of a browser. Without storage it works all the same, and merely
// learns the same things again.
import * as v from 'valibot';
import { backendNames, verdictKinds, type BackendVerdict } from '../engine/backend';
import { openDatabase } from './db';

const storedSchema = v.object({
  subject: v.string(),
  verdicts: v.array(
    v.object({
      backend: v.picklist(backendNames),
      verdict: v.picklist(verdictKinds),
      detail: v.string(),
    }),
  ),
});

/** Whether something was kept. */
export type Remembered =
  { readonly kind: 'remembered' } | { readonly kind: 'not-remembered'; readonly reason: string };

/**
 * The verdicts kept for `subject` (browser and build of the app); none for another
 * subject, or where there is no storage.
 */
export async function rememberedVerdicts(subject: string): Promise<readonly BackendVerdict[]> {
  const stored = await readVerdicts();
  return stored.kind === 'ok' && stored.subject === subject ? stored.verdicts : [];
}

/** Keeps verdicts; those of backends that were not tried this time stay as they are. */
export async function rememberVerdicts(
  subject: string,
  verdicts: readonly BackendVerdict[],
): Promise<Remembered> {
  const tried = new Set(verdicts.map(({ backend }) => backend));
  const earlier = await rememberedVerdicts(subject);
  const all = [...earlier.filter(({ backend }) => !tried.has(backend)), ...verdicts];
  const opened = await openDatabase();
  if (opened.kind !== 'ok') return { kind: 'not-remembered', reason: opened.kind };
  try {
    await opened.database.put('settings', { subject, verdicts: all }, 'backend-verdicts');
    return { kind: 'remembered' };
  } catch (error) {
    return { kind: 'not-remembered', reason: (error as Error).message };
  }
}

type Stored =
  ({ readonly kind: 'ok' } & v.InferOutput<typeof storedSchema>) | { readonly kind: 'none' };

async function readVerdicts(): Promise<Stored> {
  const opened = await openDatabase();
  if (opened.kind !== 'ok') return { kind: 'none' };
  try {
    const value = await opened.database.get('settings', 'backend-verdicts');
    const result = v.safeParse(storedSchema, value);
    return result.success ? { kind: 'ok', ...result.output } : { kind: 'none' };
  } catch {
    // Unreadable is as good as never stored: the backends are checked again.
    return { kind: 'none' };
  }
}
