// What a person set: the language and the colours.
import * as v from 'valibot';
import { useDatabase, type Used } from './db';

export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

export interface Preferences {
  /** BCP 47 tag; null follows the browser. */
  readonly language: string | null;
  readonly theme: Theme;
}

const preferencesSchema = v.object({
  language: v.nullable(v.string()),
  theme: v.picklist(themes),
});

const defaults: Preferences = { language: null, theme: 'system' };

/** The stored preferences; the defaults where there are none that can be read. */
export async function readPreferences(): Promise<Preferences> {
  const read = await useDatabase((database) => database.get('settings', 'preferences'));
  const parsed = v.safeParse(preferencesSchema, read.kind === 'done' ? read.value : null);
  return parsed.success ? parsed.output : defaults;
}

/** Changes some of them. */
export async function savePreferences(changes: Partial<Preferences>): Promise<Used<unknown>> {
  const preferences = { ...(await readPreferences()), ...changes };
  return useDatabase((database) => database.put('settings', preferences, 'preferences'));
}
