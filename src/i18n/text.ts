// The words of the app. A language is a file like en.ts of the type `Dictionary`; a
// missing sentence is a compile error, so there is nothing to fall back from at run time.
import { en } from './en';

export type Dictionary = typeof en;

/** The words in the language of the page. */
export const text: Dictionary = en;
