// The language of the page: which there are, which one is on, and how another is chosen.
import type { Dictionary } from './dictionary';
import { en } from './en';

export type { Dictionary };

export type LocaleCode = 'en' | 'es' | 'ar';

/** A language a person can choose. */
export interface LocaleInfo {
  readonly code: LocaleCode;
  /** In the language itself. */
  readonly name: string;
  /** Drafted by a machine, and no clinician who speaks it has read it yet: the app says so. */
  readonly isDraft: boolean;
}

export const locales: readonly LocaleInfo[] = [
  { code: 'en', name: 'English', isDraft: false },
  { code: 'es', name: 'Español', isDraft: true },
  { code: 'ar', name: 'العربية', isDraft: true },
];

/** English with marks around every sentence: what shows without them is not translatable. */
export const PSEUDO_LOCALE = 'en-XA';

type AnyCode = LocaleCode | typeof PSEUDO_LOCALE;

const load: Record<AnyCode, () => Promise<Dictionary>> = {
  en: () => Promise.resolve(en),
  es: async () => (await import('./es')).es,
  ar: async () => (await import('./ar')).ar,
  [PSEUDO_LOCALE]: async () => (await import('./pseudo')).pseudo(en),
};

class Locale {
  /** BCP 47 tag of the language that is on; for `Intl` and `lang` attributes. */
  code = $state.raw<AnyCode>('en');
  words = $state.raw<Dictionary>(en);
  readonly isDraft = $derived(locales.find(({ code }) => code === this.code)?.isDraft ?? false);
}

export const locale = new Locale();

let asked = 0;

/**
 * Switches every word on the page; the language stays where its words cannot be loaded.
 * @throws where they cannot be loaded (no network, and not stored).
 */
export async function setLocale(code: AnyCode): Promise<void> {
  const turn = ++asked;
  const words = await load[code]();
  // A choice made meanwhile counts.
  if (turn !== asked) return;
  locale.words = words;
  locale.code = code;
  document.documentElement.lang = code;
  document.documentElement.dir = code === 'ar' ? 'rtl' : 'ltr';
}

/**
 * The language to begin with: the first that the app speaks among the one in the address
 * (`?lang=`), the one the person chose before, and those of the browser, in order.
 */
export function pickLocale(
  inAddress: string | null,
  chosen: string | null,
  preferred: readonly string[],
): AnyCode {
  if (inAddress === PSEUDO_LOCALE) return PSEUDO_LOCALE;
  for (const wanted of [inAddress, chosen, ...preferred]) {
    const language = wanted?.split('-')[0].toLowerCase();
    const known = locales.find(({ code }) => code === language);
    if (known) return known.code;
  }
  return 'en';
}
