// Where a person is in a check, as an entry of the browser's history: each step they can
// rest on has its own, so that Back leads one step back and a reload to the same step.

/** The steps a person can rest on; the others (opening, judging, failing) pass. */
export const restingSteps = [
  'choose',
  'aiming',
  'cropping',
  'asking',
  'excluded',
  'answer',
] as const;
export type RestingStep = (typeof restingSteps)[number];

export interface Position {
  /** The check it belongs to; null before a photo is open. */
  readonly checkId: string | null;
  readonly step: RestingStep;
}

/** A position in the browser's history. */
export interface Entry extends Position {
  /** How many entries of this check lie before it. */
  readonly depth: number;
  /** The step of the entry before it; null in the first. */
  readonly before: RestingStep | null;
}

const KEY = 'lentigoCheck';

/** What is kept in the current entry; null in an entry that is no step of a check. */
export function readEntry(): Entry | null {
  const stored = (history.state as Record<string, unknown> | null)?.[KEY];
  const { checkId, step, depth, before } = (stored ?? {}) as Partial<Entry>;
  const known = stepNamed(step);
  if (!known || typeof depth !== 'number') return null;
  const id = typeof checkId === 'string' ? checkId : null;
  return { checkId: id, step: known, depth, before: stepNamed(before) };
}

/**
 * Makes `position` the current one: in a new entry, unless it is the same step, the entry
 * has none yet, or `replace` is asked for.
 */
export function recordPosition({ checkId, step }: Position, { replace = false } = {}): void {
  const current = readEntry();
  if (current?.step === step && current.checkId === checkId) return;
  const isNew = current !== null && !replace;
  const entry: Entry = isNew
    ? { checkId, step, depth: current.depth + 1, before: current.step }
    : { checkId, step, depth: current?.depth ?? 0, before: current?.before ?? null };
  const state = { ...(history.state as object | null), [KEY]: entry };
  if (isNew) history.pushState(state, '');
  else history.replaceState(state, '');
}

function stepNamed(name: unknown): RestingStep | null {
  return restingSteps.find((step) => step === name) ?? null;
}
