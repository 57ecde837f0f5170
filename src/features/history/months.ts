// The grid's parts: one for each month with checks.
import type { SavedCheck } from '../../storage/saved-check';

export interface Month {
  /** `2026-11`, in the time zone of the device. */
  readonly key: string;
  readonly checks: readonly SavedCheck[];
}

/** Cuts a list where the month changes, in its order. */
export function groupByMonth(checks: readonly SavedCheck[]): Month[] {
  const months: { key: string; checks: SavedCheck[] }[] = [];
  for (const check of checks) {
    const key = monthOf(check.checkedAt);
    if (months.at(-1)?.key !== key) months.push({ key, checks: [] });
    months.at(-1)?.checks.push(check);
  }
  return months;
}

function monthOf(moment: number): string {
  const day = new Date(moment);
  return `${day.getFullYear()}-${String(day.getMonth() + 1).padStart(2, '0')}`;
}
