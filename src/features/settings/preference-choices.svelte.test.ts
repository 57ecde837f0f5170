import { afterEach, expect, it, vi } from 'vitest';
import { eraseEverything } from '../../storage/erase';
import { readPreferences, savePreferences } from '../../storage/preferences';
import { PreferenceChoices } from './preference-choices.svelte';

const setLocale = vi.hoisted(() => vi.fn<(code: string) => Promise<void>>());
vi.mock('../../i18n/locale.svelte', async (original) => ({
  ...(await original<typeof import('../../i18n/locale.svelte')>()),
  setLocale,
}));

afterEach(async () => {
  vi.resetAllMocks();
  await eraseEverything();
});

it('keeps the language that was on where the words of another cannot be loaded', async () => {
  await savePreferences({ theme: 'dark' });
  const choices = new PreferenceChoices();
  await choices.load();
  setLocale.mockRejectedValueOnce(new TypeError('no network'));
  await choices.setLanguage('en');
  expect(choices).toMatchObject({ hasNoWords: true, preferences: { language: null } });
  await expect(readPreferences()).resolves.toEqual({ language: null, theme: 'dark' });

  await choices.setLanguage('en');
  expect(setLocale).toHaveBeenLastCalledWith('en');
  expect(choices).toMatchObject({ hasNoWords: false, preferences: { language: 'en' } });
  await expect(readPreferences()).resolves.toEqual({ language: 'en', theme: 'dark' });
});
