// What the check of a config says, in words for who made the mistake.
import type { ConfigMistake } from '../../../core/train/config';
import { lab } from '../../../i18n/lab';

const words = lab.choose.mistake;
const limits = { '>=': words.from, '<=': words.upTo, '>': words.above, '<': words.below };

/** One sentence for one mistake. */
export function mistakeWords({ message, expected, received }: ConfigMistake): string {
  const [, relation, limit] = /^(>=|<=|>|<)(-?[\d.e+-]+)$/.exec(expected ?? '') ?? [];
  if (relation in limits) return limits[relation as keyof typeof limits](limit);
  if (received === 'undefined' || received === 'null' || received === '""') return words.empty;
  if (expected === 'number') return words.number;
  if (message.startsWith('Invalid integer')) return words.whole;
  if (expected === 'never') return words.unknown;
  return words.other(message);
}
