import { afterEach, expect, it, vi } from 'vitest';
import { render } from 'vitest-browser-svelte';
import { page } from 'vitest/browser';
import { en } from '../../i18n/en';
import { closeDatabase, openDatabase } from '../../storage/db';
import { eraseEverything } from '../../storage/erase';
import { readPreferences } from '../../storage/preferences';
import { applyTheme } from '../../ui/theme';
import Page from './Page.svelte';

const words = en.settings;

afterEach(async () => {
  vi.restoreAllMocks();
  applyTheme('system');
  await eraseEverything();
});

const radio = (name: string) => page.getByRole('radio', { name, exact: true });

function noStorage() {
  vi.spyOn(indexedDB, 'open').mockImplementation(() => {
    throw new DOMException('denied', 'SecurityError');
  });
}

function stubStorage(over: Partial<StorageManager>) {
  vi.spyOn(navigator, 'storage', 'get').mockReturnValue(over as StorageManager);
}

it('follows browser and device at first, and keeps what is chosen', async () => {
  const { unmount } = await render(Page);
  await expect.element(radio(words.languageOfBrowser)).toBeChecked();
  await expect.element(radio(words.theme.system)).toBeChecked();
  await radio(words.theme.dark).click();
  expect(document.documentElement.dataset.theme).toBe('dark');
  await radio('English').click();
  await expect.poll(() => readPreferences()).toEqual({ language: 'en', theme: 'dark' });
  await unmount();
  await render(Page);
  await expect.element(radio(words.theme.dark)).toBeChecked();
  await expect.element(radio('English')).toBeChecked();
  await radio(words.languageOfBrowser).click();
  await expect.poll(async () => (await readPreferences()).language).toBeNull();
});

it('says that a choice is gone with the page where there is no storage', async () => {
  await closeDatabase();
  noStorage();
  await render(Page);
  await radio(words.theme.light).click();
  await expect.element(page.getByText(words.notKept.unavailable)).toBeVisible();
  await expect.element(radio(words.theme.light)).toBeChecked();
  expect(document.documentElement.dataset.theme).toBe('light');
});

it('says how much room is taken, and of how much', async () => {
  stubStorage({
    estimate: async () => ({ usage: 12_000_000, quota: 48_000_000 }),
    persisted: async () => true,
  });
  await render(Page);
  await expect.element(page.getByText(words.used('12 MB', '48 MB'))).toBeVisible();
  await expect.element(page.getByText(words.savedChecks('0'))).toBeVisible();
  await expect.element(page.getByText(words.persistent)).toBeVisible();
  expect(page.getByRole('button', { name: words.askToPersist }).query()).toBeNull();
});

it('asks the browser to keep it, and says what came of it', async () => {
  let isPersistent = false;
  const persist = vi
    .fn(async () => (isPersistent = true))
    .mockImplementationOnce(async () => false);
  stubStorage({ persisted: async () => isPersistent, persist });
  await render(Page);
  await expect.element(page.getByText(words.notPersistent)).toBeVisible();
  await expect.element(page.getByText(words.usedUnknown)).toBeVisible();
  await page.getByRole('button', { name: words.askToPersist }).click();
  await expect.element(page.getByText(words.refused)).toBeVisible();
  await page.getByRole('button', { name: words.askToPersist }).click();
  await expect.element(page.getByText(words.persistent)).toBeVisible();
  expect(page.getByText(words.refused).query()).toBeNull();
});

it('says what it does not know', async () => {
  await closeDatabase();
  noStorage();
  stubStorage({ estimate: async () => ({ usage: 5_000_000 }) });
  await render(Page);
  await expect.element(page.getByText(words.usedOnly('5 MB'))).toBeVisible();
  await expect.element(page.getByText(words.savedUnknown)).toBeVisible();
  await expect.element(page.getByText(words.persistenceUnknown)).toBeVisible();
  await page.getByRole('button', { name: words.askToPersist }).click();
  await expect.element(page.getByText(words.cannotAsk)).toBeVisible();
});

it('asks before it deletes everything, and can be told not to', async () => {
  await render(Page);
  const begin = page.getByRole('button', { name: words.erase, exact: true });
  await begin.click();
  await expect.element(page.getByRole('heading', { name: words.confirmTitle })).toHaveFocus();
  for (const part of words.confirmList) await expect.element(page.getByText(part)).toBeVisible();
  await page.getByRole('button', { name: words.cancel }).click();
  await expect.element(begin).toHaveFocus();
});

it('deletes everything and says what', async () => {
  const opened = await openDatabase();
  if (opened.kind !== 'ok') throw new Error(opened.kind);
  await opened.database.put('checks', { id: 'a' });
  await render(Page);
  await page.getByRole('button', { name: words.erase, exact: true }).click();
  await page.getByRole('button', { name: words.confirm }).click();
  const heading = page.getByRole('heading', { level: 1, name: words.erasedTitle });
  await expect.element(heading).toHaveFocus();
  for (const part of Object.values(words.parts)) {
    await expect.element(page.getByText(part)).toBeVisible();
  }
  await expect.element(page.getByText(words.next)).toBeVisible();
  expect((await indexedDB.databases()).map(({ name }) => name)).not.toContain('lentigo');
});

it('claims nothing that was not deleted, and tries again', async () => {
  const refuse = vi.spyOn(indexedDB, 'deleteDatabase').mockImplementation(() => {
    throw new DOMException('denied', 'SecurityError');
  });
  await render(Page);
  await page.getByRole('button', { name: words.erase, exact: true }).click();
  await page.getByRole('button', { name: words.confirm }).click();
  const partly = page.getByRole('heading', { level: 1, name: words.partlyTitle });
  await expect.element(partly).toBeVisible();
  await expect.element(page.getByText(words.notErased)).toBeVisible();
  await expect.element(page.getByText(words.refusedHint)).toBeVisible();
  refuse.mockRestore();
  await page.getByRole('button', { name: words.again }).click();
  const all = page.getByRole('heading', { level: 1, name: words.erasedTitle });
  await expect.element(all).toBeVisible();
  expect(page.getByText(words.notErased).query()).toBeNull();
});
