// A time as one says it when one is not sure of it.
import { lab } from '../../../i18n/lab';

/** Seconds below two minutes, minutes below two hours, then hours: two digits at most. */
export function aboutDuration(seconds: number): string {
  const words = lab.choose.duration;
  if (seconds < 1) return words(0, 'second');
  if (seconds < 120) return words(rounded(seconds), 'second');
  if (seconds < 7_200) return words(rounded(seconds / 60), 'minute');
  return words(rounded(seconds / 3_600), 'hour');
}

function rounded(amount: number): number {
  return Math.max(
    1,
    Number(amount.toPrecision(2)) >= 10 ? Number(amount.toPrecision(2)) : Math.round(amount),
  );
}
