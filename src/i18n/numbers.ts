// Numbers and dates as people read them, in the language of the page.
import { locale } from './locale.svelte';

/** The language of the page with the digits 0 to 9, which stand in its sentences too. */
const tag = () => `${locale.code}-u-nu-latn`;

/** A whole number with separators. */
export function formatCount(count: number): string {
  return new Intl.NumberFormat(tag(), { maximumFractionDigits: 0 }).format(count);
}

/** A share with four decimals. */
export function formatShare(share: number): string {
  const digits = { minimumFractionDigits: 4, maximumFractionDigits: 4 };
  return new Intl.NumberFormat(tag(), digits).format(share);
}

/** A day; the text itself where it is no date. */
export function formatDay(iso: string): string {
  const day = new Date(iso);
  if (Number.isNaN(day.getTime())) return iso;
  const format = new Intl.DateTimeFormat(tag(), { dateStyle: 'long', timeZone: 'UTC' });
  return format.format(day);
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

/**
 * Shares of one whole as counts that add up to a hundred: what rounding adds or leaves is
 * taken from the largest, where it is the smallest part.
 */
export function partsOfHundred(shares: readonly number[]): number[] {
  const counts = shares.map(ofHundred);
  const most = counts.indexOf(Math.max(...counts));
  counts[most] += 100 - counts.reduce((sum, count) => sum + count, 0);
  return counts;
}

/** The day of a moment in milliseconds since 1970, in the time zone of the device. */
export function formatDate(moment: number): string {
  return new Intl.DateTimeFormat(tag(), { dateStyle: 'long' }).format(moment);
}

/** Day and time of a moment in milliseconds since 1970, in the time zone of the device. */
export function formatMoment(moment: number): string {
  const format = new Intl.DateTimeFormat(tag(), { dateStyle: 'long', timeStyle: 'short' });
  return format.format(moment);
}

/** The month of a moment in milliseconds since 1970, in the time zone of the device. */
export function formatMonth(moment: number): string {
  const format = new Intl.DateTimeFormat(tag(), { month: 'long', year: 'numeric' });
  return format.format(moment);
}

/** Room on a disk, in megabytes or gigabytes: a tenth more or less where they are few. */
export function formatSize(bytes: number): string {
  const [count, unit] = bytes < 1e9 ? [bytes / 1e6, 'megabyte'] : [bytes / 1e9, 'gigabyte'];
  const maximumFractionDigits = count < 10 ? 1 : 0;
  const format = { style: 'unit', unit, maximumFractionDigits } as const;
  return new Intl.NumberFormat(tag(), format).format(count);
}
