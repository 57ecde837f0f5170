// A language for tests: every sentence of the app between marks and with accents, so that a
// word that was written into a page instead of the dictionary stands out.
import type { Dictionary } from './dictionary';

const accented: Readonly<Record<string, string>> = {
  a: 'á',
  e: 'é',
  i: 'í',
  o: 'ó',
  u: 'ú',
  A: 'Á',
  E: 'É',
  I: 'Í',
  O: 'Ó',
  U: 'Ú',
};

/** One sentence as the pseudo-language says it. */
export function pseudoSentence(sentence: string): string {
  return `⟦${sentence.replace(/[aeiou]/gi, (letter) => accented[letter])}⟧`;
}

/** `dictionary` in the pseudo-language; what is put into a sentence stays as it is. */
export function pseudo(dictionary: Dictionary): Dictionary {
  return marked(dictionary) as Dictionary;
}

function marked(value: unknown): unknown {
  if (typeof value === 'string') return pseudoSentence(value);
  if (Array.isArray(value)) return value.map(marked);
  if (typeof value === 'function') {
    return (...inner: unknown[]) => `⟦${String(value(...inner))}⟧`;
  }
  return Object.fromEntries(
    Object.entries(value as object).map(([key, inner]) => [key, marked(inner)]),
  );
}
