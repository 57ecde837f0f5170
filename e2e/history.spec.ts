// What a person saved: kept, found again, changed, deleted and brought back; with two tabs,
// with a full disk, and until everything is deleted.
import { expect, test, type Page } from '@playwright/test';
import { expectFits, expectNoViolation } from './accessible';
import { judge, openPicture, untilStored } from './check-page';
import { testPictures } from './pictures';
import { serveDist, type StaticServer } from './static-server';

let server: StaticServer;
test.beforeEach(async () => {
  server = await serveDist();
});
test.afterEach(() => server.stop());

const note = (page: Page) => page.getByRole('textbox', { name: 'Your note' });
const noteState = (page: Page) => note(page).locator('..').getByRole('status');
const place = (page: Page) => page.getByRole('combobox', { name: 'Where it is' });
const tiles = (page: Page) => page.locator('[data-outcome]');

/** Opens a route from nothing. */
async function open(page: Page, route: string): Promise<void> {
  await page.goto('about:blank');
  await page.goto(`${server.url}${route}`);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
}

test('keeps an answer, with a note, over a reload, a deletion and its undoing', async ({
  page,
}, info) => {
  const [picture] = await testPictures(1, info.outputPath('pictures'));
  await open(page, '#/spots');
  await expect(page.getByText('A check you save appears here')).toBeVisible();
  await page.getByRole('link', { name: 'Check a spot' }).click();
  await openPicture(page, picture);
  await judge(page);
  await page.getByRole('button', { name: 'Save to My spots' }).click();
  await page.getByRole('link', { name: 'Add where it is, or a note' }).click();

  await expect(page.getByRole('img', { name: /^Your photo, with the square/ })).toBeVisible();
  await place(page).selectOption('Left arm');
  await note(page).fill('Darker than in summer.');
  // One for the place, one for the note.
  await expect(page.getByText('Saved', { exact: true })).toHaveCount(2);
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save a copy of the photo' }).click();
  expect((await download).suggestedFilename()).toMatch(/^lentigo-\d{4}-\d\d-\d\d\.jpg$/);

  await page.reload();
  await expect(note(page)).toHaveValue('Darker than in summer.');
  await expect(place(page)).toHaveValue('left-arm');
  await page.getByRole('link', { name: 'My spots' }).click();
  await expect(page.getByRole('link', { name: /Left arm/ })).toBeVisible();
  await page.getByRole('link', { name: /Left arm/ }).click();
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(page.getByText('A check you save appears here')).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('link', { name: /Left arm/ }).click();
  await expect(page.getByRole('img', { name: /^Your photo, with the square/ })).toBeVisible();
  await expect(note(page)).toHaveValue('Darker than in summer.');
});

test('shows in one tab what another one changes', async ({ page, context }) => {
  await open(page, '#/spots');
  await seed(page, [{ id: 'a' }, { id: 'b', redFlags: ['bleeding'] }]);
  await page.reload();
  await expect(tiles(page)).toHaveCount(2);
  const other = await context.newPage();
  await open(other, '#/spots/a');
  await place(other).selectOption('Neck');
  await expect(page.getByRole('link', { name: /Neck/ })).toBeVisible();
  await other.getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(tiles(page)).toHaveCount(1);
  await expect(page.getByRole('link', { name: /Show this spot to a doctor/ })).toBeVisible();
});

test('loses no word when the disk is full', async ({ browser }) => {
  // The stored app would not fit.
  const context = await browser.newContext({ serviceWorkers: 'block' });
  const page = await context.newPage();
  const client = await context.newCDPSession(page);
  const { origin } = new URL(server.url);
  await client.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1_000_000 });
  await open(page, '#/spots');
  await seed(page, [{ id: 'a', note: 'before' }]);
  await open(page, '#/spots/a');
  await expect(note(page)).toHaveValue('before');
  const story = 'a long story '.repeat(100_000);
  await note(page).fill(story);
  await expect(noteState(page)).toContainText('There is no room left on this device');
  await expect(note(page)).toHaveValue(story);
  // What was stored before is whole.
  expect(await storedNote(page)).toBe('before');
  await client.send('Storage.overrideQuotaForOrigin', { origin });
  await note(page).fill('short');
  await expect(noteState(page)).toHaveText('Saved');
  expect(await storedNote(page)).toBe('short');
  await context.close();
});

test('keeps the colours that were chosen', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'light' });
  await open(page, '#/settings');
  const paper = () => page.evaluate(() => getComputedStyle(document.documentElement).background);
  const light = await paper();
  await page.getByRole('radio', { name: 'Dark' }).check();
  await expect.poll(paper).not.toBe(light);
  await page.reload();
  await expect(page.getByRole('radio', { name: 'Dark' })).toBeChecked();
  expect(await paper()).not.toBe(light);
});

test('deletes everything, the stored app too, even while another tab is open', async ({
  page,
  context,
}) => {
  await open(page, '#/spots');
  await untilStored(page);
  await seed(page, [{ id: 'a' }]);
  const other = await context.newPage();
  await open(other, '#/spots');
  await expect(tiles(other)).toHaveCount(1);

  await open(page, '#/settings');
  await page.getByRole('radio', { name: 'Dark' }).check();
  await expect(page.getByText('Saved checks: 1')).toBeVisible();
  await page.getByRole('button', { name: 'Delete everything' }).click();
  await page.getByRole('button', { name: 'Yes, delete everything' }).click();
  await expect(page.getByRole('heading', { name: 'Everything is deleted' })).toBeVisible();
  await expect(other.getByText('A check you save appears here')).toBeVisible();
  await other.close();
  const left = await page.evaluate(async () => ({
    caches: await caches.keys(),
    registrations: (await navigator.serviceWorker.getRegistrations()).length,
  }));
  expect(left).toEqual({ caches: [], registrations: 0 });

  // The next visit comes from the network, with nothing of before.
  const before = server.requests.length;
  await open(page, '#/settings');
  expect(server.requests.length).toBeGreaterThan(before);
  await expect(page.getByText('Saved checks: 0')).toBeVisible();
  await expect(page.getByRole('radio', { name: 'As the device has it' })).toBeChecked();
});

test('its pages pass axe, light and dark, and fit 320 px', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.setViewportSize({ width: 320, height: 640 });
  await open(page, '#/spots');
  await expect(page.getByText('A check you save appears here')).toBeVisible();
  await expectAccessible(page);
  await seed(page, [
    { id: 'a', redFlags: ['new', 'itching'], spotId: 's' },
    { id: 'b', spotId: 's', note: 'The same spot in spring.' },
    { id: 'c', place: 'neck' },
    { id: 'odd', crop: null },
  ]);
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Not readable' })).toBeVisible();
  await expectAccessible(page);
  await open(page, '#/spots/a');
  await expect(page.getByRole('heading', { name: 'Photos of this spot' })).toBeVisible();
  await page.locator('summary', { hasText: 'Details' }).click();
  await note(page).fill('A note');
  await expect(page.getByText('Saved', { exact: true })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Undo' })).toBeVisible();
  await expectAccessible(page);
  await open(page, '#/spots/nothing');
  await expectAccessible(page);
  await open(page, '#/settings');
  await expect(page.getByText('Saved checks: 3')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Delete everything' }).click();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Yes, delete everything' }).click();
  await expect(page.getByRole('heading', { name: 'Everything is deleted' })).toBeVisible();
  await expectAccessible(page);
});

test('a check can be deleted and brought back with the keyboard alone', async ({ page }) => {
  await open(page, '#/spots');
  await seed(page, [{ id: 'a' }]);
  await open(page, '#/spots/a');
  const remove = page.getByRole('button', { name: 'Delete', exact: true });
  for (let i = 0; i < 20 && !(await isFocused(remove)); i++) await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'My spots' })).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'Undo' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByText('The check is back.')).toBeFocused();
  await expect(tiles(page)).toHaveCount(1);
});

const isFocused = (target: ReturnType<Page['getByRole']>) =>
  target.evaluate((node) => node === document.activeElement);

async function expectAccessible(page: Page): Promise<void> {
  const view = new URL(page.url()).hash;
  await expectFits(page, view);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await expectNoViolation(page, `${view}, ${colorScheme}`);
  }
}

interface Seeded {
  readonly id: string;
  readonly spotId?: string;
  readonly redFlags?: readonly string[];
  readonly note?: string;
  readonly place?: string;
  /** Makes the check unreadable. */
  readonly crop?: null;
}

/** Writes checks of this month as the app does; the page must have opened its database. */
async function seed(page: Page, checks: readonly Seeded[]): Promise<void> {
  await page.evaluate(async (rows) => {
    const canvas = new OffscreenCanvas(320, 320);
    const context = canvas.getContext('2d')!;
    context.fillStyle = 'tan';
    context.fillRect(0, 0, 320, 320);
    context.fillStyle = 'sienna';
    context.fillRect(120, 130, 70, 60);
    const picture = await canvas.convertToBlob({ type: 'image/jpeg' });
    const opening = indexedDB.open('lentigo');
    await new Promise((resolve) => (opening.onsuccess = resolve));
    const transaction = opening.result.transaction(['checks', 'photos'], 'readwrite');
    rows.forEach(({ redFlags = [], ...row }, i) => {
      transaction.objectStore('photos').put(picture, row.id);
      transaction.objectStore('checks').put({
        spotId: row.id,
        checkedAt: Date.now() - i,
        place: null,
        note: '',
        answers: { kind: 'answered', redFlags, exclusions: [] },
        prediction: {
          kind: 'assessed',
          outcome: 'quiet',
          probability: 0.04,
          prevalence: 0.32,
          quality: { findings: [] },
        },
        model: { name: 'a-model', version: '1.0.0', hash: '0123456789abcdef' },
        crop: { left: 60, top: 60, side: 200 },
        thumbnail: picture,
        ...row,
      });
    });
    await new Promise((resolve) => (transaction.oncomplete = resolve));
    opening.result.close();
  }, checks);
}

/** The note of check `a` as it is in the database. */
async function storedNote(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const opening = indexedDB.open('lentigo');
    await new Promise((resolve) => (opening.onsuccess = resolve));
    const reading = opening.result.transaction('checks').objectStore('checks').get('a');
    await new Promise((resolve) => (reading.onsuccess = resolve));
    opening.result.close();
    return (reading.result as { note: string }).note;
  });
}
