// The words of the app, in the language that is on. Read them where they are shown (in the
// markup, or in a `$derived`): kept in a constant they would stay in the old language.
import { locale, type Dictionary } from './locale.svelte';

export type { Dictionary };

/** The words in the language of the page. */
export const text: Dictionary = new Proxy({} as Dictionary, {
  get: (_, part: keyof Dictionary) => locale.words[part],
});
