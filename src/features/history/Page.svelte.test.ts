import { afterEach, expect, it, vi } from 'vitest';
import { render } from 'vitest-browser-svelte';
import { page, userEvent } from 'vitest/browser';
import { en } from '../../i18n/en';
import { formatDate } from '../../i18n/numbers';
import { closeDatabase, openDatabase } from '../../storage/db';
import { deletion } from './deletion.svelte';
import Page from './Page.svelte';
import { clear, drawnFile, prediction, savedCheck, seed } from './testing';

afterEach(async () => {
  vi.restoreAllMocks();
  deletion.forget();
  await clear();
});

const november = Date.UTC(2026, 10, 20, 12);
const october = Date.UTC(2026, 9, 2, 12);

it('shows the mark and one sentence where nothing is saved', async () => {
  await render(Page);
  await expect.element(page.getByText(en.history.empty)).toBeVisible();
  const link = page.getByRole('link', { name: en.history.toCheck });
  await expect.element(link).toHaveAttribute('href', '#/check');
});

it('shows checks by month, newest first, with date, place and outcome', async () => {
  const thumbnail = await drawnFile(32, 32);
  await seed(
    savedCheck({ id: 'old', checkedAt: october, prediction: prediction('unsure') }),
    savedCheck({ id: 'new', checkedAt: november, place: 'left-arm', thumbnail }),
  );
  await render(Page);
  await expect.element(page.getByRole('heading', { name: 'November 2026' })).toBeVisible();
  const titles = page.getByRole('heading', { level: 2 }).all();
  expect(titles.map((title) => title.element().textContent)).toEqual([
    'November 2026',
    'October 2026',
  ]);
  const tile = page.getByRole('link', { name: formatDate(november) });
  await expect.element(tile).toHaveTextContent(en.body['left-arm']);
  await expect.element(tile).toHaveTextContent(en.answer.headline.quiet);
  await expect.element(tile).toHaveAttribute('href', '#/spots/new');
  await expect
    .element(page.getByRole('link', { name: formatDate(october) }))
    .toHaveTextContent(en.answer.headline.unsure);
  // The other check has no picture in its blob.
  await expect.element(page.getByRole('img', { name: en.history.pictureGone })).toBeVisible();
});

it('puts a sign that was named above the model', async () => {
  const answers = { kind: 'answered', redFlags: ['bleeding'], exclusions: [] };
  await seed(savedCheck({ answers, checkedAt: november }));
  await render(Page);
  const tile = page.getByRole('link', { name: formatDate(november) });
  await expect.element(tile).toHaveTextContent(en.answer.headline.attend);
  await expect.element(tile).not.toHaveTextContent(en.answer.headline.quiet);
});

it('shows a damaged check apart, deletes it, and brings it back', async () => {
  const opened = await openDatabase();
  if (opened.kind !== 'ok') throw new Error(opened.kind);
  await opened.database.put('checks', { id: 'odd', checkedAt: 'yesterday' });
  await seed(savedCheck());
  await render(Page);
  await page.getByRole('button', { name: en.history.delete }).click();
  await expect.element(page.getByText(en.history.unreadable)).not.toBeInTheDocument();
  await expect.element(page.getByText(en.history.deleted)).toBeVisible();

  // The first stop of the keyboard after the title.
  page.getByRole('heading', { level: 1 }).element().focus();
  await userEvent.tab();
  await expect.element(page.getByRole('button', { name: en.history.undo })).toHaveFocus();
  await userEvent.keyboard('{Enter}');
  await expect.element(page.getByText(en.history.restored)).toHaveFocus();
  await expect.element(page.getByText(en.history.unreadable)).toBeVisible();
});

it('stays sensible when the last check goes', async () => {
  await seed(savedCheck());
  await deletion.delete('a');
  await render(Page);
  await expect.element(page.getByText(en.history.empty)).toBeVisible();
  await page.getByRole('button', { name: en.history.undo }).click();
  await expect.element(page.getByRole('heading', { name: 'November 2026' })).toBeVisible();
});

it('forgets the offer when it is left', async () => {
  await seed(savedCheck());
  await deletion.delete('a');
  const { unmount } = await render(Page);
  await unmount();
  expect(deletion.undo.kind).toBe('none');
});

it('shows at once what another tab saves', async () => {
  await render(Page);
  await expect.element(page.getByText(en.history.empty)).toBeVisible();
  const channel = new BroadcastChannel('lentigo-checks');
  const opened = await openDatabase();
  if (opened.kind !== 'ok') throw new Error(opened.kind);
  await opened.database.put('checks', savedCheck());
  channel.postMessage('changed');
  await expect.element(page.getByRole('heading', { name: 'November 2026' })).toBeVisible();
  channel.close();
});

it('says why the checks cannot be read, and reads them on a second try', async () => {
  await seed(savedCheck());
  await closeDatabase();
  const open = vi.spyOn(indexedDB, 'open').mockImplementation(() => {
    throw new DOMException('denied', 'SecurityError');
  });
  await render(Page);
  await expect.element(page.getByText(en.history.notOpened.unavailable)).toBeVisible();
  open.mockRestore();
  await page.getByRole('button', { name: en.history.again }).click();
  await expect.element(page.getByRole('heading', { name: 'November 2026' })).toBeVisible();
});

it('does not wait for ever for a storage that does not answer', async () => {
  const release = await occupyStorage();
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  await render(Page);
  vi.advanceTimersByTime(10_000);
  vi.useRealTimers();
  await expect.element(page.getByText(en.history.notOpened.failed)).toBeVisible();
  // It answers after all.
  release();
  await expect.element(page.getByText(en.history.empty)).toBeVisible();
});

/** Keeps everybody else from the checks, with a transaction that does not end. */
async function occupyStorage(): Promise<() => void> {
  const opened = await openDatabase();
  if (opened.kind !== 'ok') throw new Error(opened.kind);
  const { store } = opened.database.transaction('checks', 'readwrite');
  let isOver = false;
  const again = () => {
    if (!isOver) void store.count().then(again);
  };
  again();
  return () => (isOver = true);
}
