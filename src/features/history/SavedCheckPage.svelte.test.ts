import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { render } from 'vitest-browser-svelte';
import { page, userEvent } from 'vitest/browser';
import { en } from '../../i18n/en';
import { formatDate, formatMoment } from '../../i18n/numbers';
import { changeCheck, deleteCheck, readCheck } from '../../storage/checks';
import { openDatabase } from '../../storage/db';
import { deletion } from './deletion.svelte';
import SavedCheckPage from './SavedCheckPage.svelte';
import { clear, drawnFile, prediction, savedCheck, seed } from './testing';

beforeEach(() => void (location.hash = '#/spots/a'));
afterEach(async () => {
  vi.restoreAllMocks();
  deletion.forget();
  await clear();
});

const show = (id = 'a') => render(SavedCheckPage, { params: { id } });
const note = page.getByRole('textbox', { name: en.history.noteTitle });
const place = page.getByRole('combobox', { name: en.history.placeTitle });

it('shows what was answered, by which model and when', async () => {
  const answers = { kind: 'answered', redFlags: ['bleeding'], exclusions: [] };
  const check = savedCheck({ answers, prediction: prediction('unsure') });
  await seed(check);
  await show();
  const title = en.history.spotTitle(formatDate(check.checkedAt));
  const heading = page.getByRole('heading', { level: 1, name: title });
  await expect.element(heading).toHaveFocus();
  const answer = page.getByTestId('saved-answer');
  await expect.element(answer).toHaveAttribute('data-outcome', 'attend');
  await expect.element(answer).toHaveTextContent(en.answer.headline.attend);
  await expect.element(answer).toHaveTextContent(en.questions.flag.bleeding);
  await expect.element(answer).toHaveTextContent(en.answer.headline.unsure);
  await expect.element(answer).toHaveTextContent(en.answer.meaning.unsure);
  const saidBy = en.history.saidBy('a-model', '1.2.3', formatMoment(check.checkedAt));
  await expect.element(answer).toHaveTextContent(saidBy);
});

it('says of a quiet answer what it does not mean, and that no sign was named', async () => {
  await seed(savedCheck());
  await show();
  await expect.element(page.getByText(en.answer.meaning.quiet)).toBeVisible();
  await expect.element(page.getByText(en.history.noFlags)).toBeVisible();
});

it('says that the questions were skipped, and why the model abstained', async () => {
  await seed(savedCheck({ answers: { kind: 'skipped' }, prediction: prediction('abstained') }));
  await show();
  await expect.element(page.getByText(en.questions.skipped)).toBeVisible();
  await expect.element(page.getByText(en.answer.abstained['image-quality'])).toBeVisible();
  await expect.element(page.getByText(en.answer.abstainedNext['image-quality'])).toBeVisible();
});

it('repeats the warning one went on against', async () => {
  const finding = { problem: 'blurred', severity: 'warn', measured: 0.9, limit: 0.72 };
  const findings = { quality: { findings: [finding] } };
  await seed(savedCheck({ prediction: { ...(prediction('quiet') as object), ...findings } }));
  await show();
  await expect.element(page.getByText(en.answer.despite)).toBeVisible();
  await expect.element(page.getByText(en.crop.problem.blurred.warn)).toBeVisible();
});

it('shows the photo with the judged square, and gives a copy', async () => {
  await seed(savedCheck());
  const { container } = await show();
  await expect.element(page.getByRole('img', { name: en.history.photo })).toBeVisible();
  await expect
    .poll(() => container.querySelector('.photo svg')?.getAttribute('viewBox'))
    .toBe('0 0 120 160');
  const square = container.querySelector('rect.over');
  expect(['x', 'y', 'width', 'height'].map((name) => square?.getAttribute(name))).toEqual([
    '10',
    '20',
    '60',
    '60',
  ]);
  const clicked = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockReturnValue();
  await page.getByRole('button', { name: en.history.copy }).click();
  const link = clicked.mock.contexts[0] as HTMLAnchorElement;
  expect(link.download).toBe('lentigo-2026-11-20.jpg');
  expect((await (await fetch(link.href)).blob()).type).toBe('image/jpeg');
});

it('lets go of the pictures when it is left', async () => {
  const made = vi.spyOn(URL, 'createObjectURL');
  const revoked = vi.spyOn(URL, 'revokeObjectURL');
  await seed(savedCheck());
  const { unmount } = await show();
  await expect.element(page.getByRole('img', { name: en.history.photo })).toBeVisible();
  await unmount();
  expect(made).toHaveBeenCalled();
  expect(revoked).toHaveBeenCalledTimes(made.mock.calls.length);
});

it.each([
  ['gone', (id: string) => ['photos', id] as const],
  ['damaged', null],
])('falls back to the small picture where the photo is %s', async (_, drop) => {
  await seed(savedCheck({ thumbnail: await drawnFile(32, 32) }));
  const opened = await openDatabase();
  if (opened.kind !== 'ok') throw new Error(opened.kind);
  if (drop) await opened.database.delete(...drop('a'));
  else await opened.database.put('photos', new Blob(['no picture']), 'a');
  await show();
  await expect.element(page.getByText(en.history.photoGone)).toBeVisible();
  await expect.element(page.getByRole('img', { name: en.history.thumbnail })).toBeVisible();
});

it('keeps a note by itself, and the place', async () => {
  await seed(savedCheck({ note: 'dark' }));
  await show();
  await expect.element(note).toHaveValue('dark');
  await note.fill('darker at the edge');
  await expect.element(page.getByText(en.history.saved, { exact: true })).toBeVisible();
  await place.selectOptions(en.body['left-hand']);
  await expect
    .poll(() => readCheck('a'))
    .toMatchObject({ note: 'darker at the edge', place: 'left-hand' });
  await place.selectOptions(en.history.noPlace);
  await expect.poll(async () => (await readCheck('a'))?.place).toBeNull();
  await expect.element(note).toHaveValue('darker at the edge');
});

it('keeps a note that was typed just before the page is left', async () => {
  await seed(savedCheck());
  const { unmount } = await show();
  await note.fill('itches');
  await unmount();
  await expect.poll(async () => (await readCheck('a'))?.note).toBe('itches');
});

it('keeps the text of a note that could not be saved, and says so', async () => {
  await seed(savedCheck());
  await show();
  await expect.element(note).toBeVisible();
  const full = new DOMException('no room', 'QuotaExceededError');
  const put = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
    throw full;
  });
  await note.fill('a long story');
  await expect.element(page.getByText(en.save.failed['quota-full'])).toBeVisible();
  await expect.element(note).toHaveValue('a long story');
  expect((await readCheck('a'))?.note).toBe('');
  put.mockRestore();
  await note.click();
  await userEvent.tab();
  await expect.element(page.getByText(en.history.saved, { exact: true })).toBeVisible();
  expect((await readCheck('a'))?.note).toBe('a long story');
});

it('shows what was changed elsewhere, but not over what is being typed', async () => {
  await seed(savedCheck());
  await show();
  await expect.element(note).toHaveValue('');
  await changeCheck('a', { note: 'from another tab' });
  await expect.element(note).toHaveValue('from another tab');
  await note.fill('from here');
  await changeCheck('a', { place: 'neck' });
  await expect.element(place).toHaveValue('neck');
  await expect.element(note).toHaveValue('from here');
});

it('shows the other photos of the spot, and warns against comparing answers', async () => {
  const spotId = 'spot';
  const earlier = savedCheck({ id: 'b', spotId, checkedAt: Date.UTC(2026, 5, 1, 12) });
  await seed(savedCheck({ spotId }), earlier, savedCheck({ id: 'c' }));
  await show();
  const list = page.getByRole('region', { name: en.history.timelineTitle });
  await expect.element(list).toHaveTextContent(en.history.timelineWarning);
  expect(list.getByRole('listitem').all()).toHaveLength(2);
  const link = list.getByRole('link', { name: formatDate(earlier.checkedAt) });
  await expect.element(link).toHaveAttribute('href', '#/spots/b');
  const again = page.getByRole('link', { name: en.history.photographAgain });
  await expect.element(again).toHaveAttribute('href', '#/check?spot=spot');
});

it('shows no timeline of one photo', async () => {
  await seed(savedCheck());
  await show();
  await expect.element(note).toBeVisible();
  expect(page.getByText(en.history.timelineTitle).query()).toBeNull();
});

it('deletes, and leads to the grid where it can be undone', async () => {
  await seed(savedCheck());
  await show();
  await page.getByRole('button', { name: en.history.delete }).click();
  await expect.poll(() => location.hash).toBe('#/spots');
  expect(deletion.undo.kind).toBe('offered');
  await expect(readCheck('a')).resolves.toBeNull();
});

it('says when it could not be deleted, and is still there', async () => {
  await seed(savedCheck());
  await show();
  await expect.element(note).toBeVisible();
  const remove = vi.spyOn(IDBObjectStore.prototype, 'delete').mockImplementation(() => {
    throw new DOMException('no', 'ReadOnlyError');
  });
  await page.getByRole('button', { name: en.history.delete }).click();
  await expect.element(page.getByText(en.history.notDeleted)).toBeVisible();
  expect(location.hash).toBe('#/spots/a');
  remove.mockRestore();
  await deleteCheck('a');
  // Another tab deleted it: the page still hears of it.
  await expect.element(page.getByText(en.history.missing)).toBeVisible();
});

it('says that a check is not there', async () => {
  await show('nothing');
  await expect.element(page.getByRole('heading', { level: 1 })).toHaveFocus();
  await expect.element(page.getByText(en.history.missing)).toBeVisible();
  const link = page.getByRole('link', { name: en.history.toAll });
  await expect.element(link).toHaveAttribute('href', '#/spots');
});

it('shows a damaged check as such, and deletes it', async () => {
  const opened = await openDatabase();
  if (opened.kind !== 'ok') throw new Error(opened.kind);
  await opened.database.put('checks', { id: 'odd' });
  await show('odd');
  await expect.element(page.getByText(en.history.unreadable)).toBeVisible();
  await page.getByRole('button', { name: en.history.delete }).click();
  await expect.poll(() => location.hash).toBe('#/spots');
});
