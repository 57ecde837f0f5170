// Numbers as people read them.

const language = 'en';
const whole = new Intl.NumberFormat(language, { maximumFractionDigits: 0 });
const fine = new Intl.NumberFormat(language, {
  minimumFractionDigits: 4,
  maximumFractionDigits: 4,
});
const date = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' });

/** A whole number with separators. */
export function formatCount(count: number): string {
  return whole.format(count);
}

/** A share with four decimals. */
export function formatShare(share: number): string {
  return fine.format(share);
}

/** A day; the text itself where it is no date. */
export function formatDay(iso: string): string {
  const day = new Date(iso);
  return Number.isNaN(day.getTime()) ? iso : date.format(day);
}

/**
 * A share as a count of a hundred. Never rounds to "none" or "all" what is not quite
 * none or all: 0.997 is 99 of 100, since "missed 0" would promise too much.
 */
export function ofHundred(share: number): number {
  if (share <= 0) return 0;
  if (share >= 1) return 100;
  return Math.min(99, Math.max(1, Math.round(share * 100)));
}
