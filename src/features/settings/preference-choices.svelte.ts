// What a person set, as the page shows it: a choice takes effect at once, and is then kept.
import { pickLocale, setLocale } from '../../i18n/locale.svelte';
import type { StorageFailure } from '../../storage/db';
import {
  readPreferences,
  savePreferences,
  type Preferences,
  type Theme,
} from '../../storage/preferences';
import { applyTheme } from '../../ui/theme';

export class PreferenceChoices {
  preferences = $state.raw<Preferences>({ language: null, theme: 'system' });
  /** Why the last choice is gone when the page is closed; null where it is kept. */
  notKept = $state.raw<StorageFailure | null>(null);
  /** The words of the language chosen last could not be loaded. */
  hasNoWords = $state(false);

  async load(): Promise<void> {
    this.preferences = await readPreferences();
  }

  /** @param language One of the app's; null for the first the browser asks for. */
  async setLanguage(language: string | null): Promise<void> {
    const before = this.preferences;
    this.hasNoWords = false;
    this.preferences = { ...before, language };
    try {
      await setLocale(pickLocale(null, language, navigator.languages));
    } catch {
      // Without network, and not stored.
      this.preferences = before;
      this.hasNoWords = true;
      return;
    }
    await this.#keep({ language });
  }

  async setTheme(theme: Theme): Promise<void> {
    this.preferences = { ...this.preferences, theme };
    applyTheme(theme);
    await this.#keep({ theme });
  }

  async #keep(changes: Partial<Preferences>): Promise<void> {
    const kept = await savePreferences(changes);
    this.notKept = kept.kind === 'done' ? null : kept.reason;
  }
}
