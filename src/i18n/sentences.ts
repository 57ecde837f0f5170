// All sentences of a dictionary in one list, for the checks that hold in every language.

/** A sentence with its place in the dictionary. */
export type Sentence = readonly [path: string, sentence: string];

/** What stands in for the first, second and third word put into a sentence. */
export const standIns = ['⟨1⟩', '⟨2⟩', '⟨3⟩'] as const;

/** Every sentence under `value`, those with something put into them filled by `standIns`. */
export function sentences(value: unknown, path = ''): Sentence[] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value === 'function') return [[path, String(value(...standIns))]];
  return Object.entries(value as object).flatMap(([key, inner]) =>
    sentences(inner, path ? `${path}.${key}` : key),
  );
}
