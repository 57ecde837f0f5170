// Whole journeys: with the server gone from the second load on, and with the keyboard alone.
import { expect, test, type Page } from '@playwright/test';
import { en } from '../src/i18n/en';
import { judge, openPicture, untilStored } from './check-page';
import { press, tabTo } from './keyboard';
import { testPictures } from './pictures';
import { serveDist } from './static-server';

const title = (page: Page, name: string) => page.getByRole('heading', { level: 1, name });

test('check, save, look again, delete and undo, all with the server gone', async ({
  page,
}, info) => {
  const [picture] = await testPictures(1, info.outputPath('pictures'));
  const server = await serveDist();
  await page.goto(server.url);
  await untilStored(page);
  await server.stop();
  await page.reload();
  await page.getByRole('link', { name: en.home.check }).click();
  await openPicture(page, picture);
  await judge(page);
  await page.getByRole('button', { name: en.save.save }).click();
  await page.getByRole('link', { name: en.save.open }).click();
  await page.getByLabel(en.history.placeTitle).selectOption({ label: en.body.back });
  await page.getByLabel(en.history.noteTitle).fill('seen on Sunday');
  // Of the place and of the note.
  await expect(page.getByText(en.history.saved, { exact: true })).toHaveCount(2);
  await page.reload();
  await expect(page.getByLabel(en.history.noteTitle)).toHaveValue('seen on Sunday');
  await page.getByRole('link', { name: en.app.spotsLink }).click();
  const tile = page.getByRole('main').getByRole('link').filter({ hasText: en.body.back });
  await tile.click();
  await page.getByRole('button', { name: en.history.delete }).click();
  await expect(title(page, en.history.title)).toBeVisible();
  await expect(tile).toBeHidden();
  await page.getByRole('button', { name: en.history.undo }).click();
  await expect(tile).toBeVisible();
  await page.goto(server.url);
  await expect(page.getByText(en.home.recentAll)).toBeVisible();
});

test('the same with the keyboard alone', async ({ page }, info) => {
  const [picture] = await testPictures(1, info.outputPath('pictures'));
  const server = await serveDist();
  await page.goto(server.url);
  await press(page, page.getByRole('link', { name: en.home.check }));
  await expect(title(page, en.choose.title)).toBeFocused();
  const chooser = page.waitForEvent('filechooser');
  await press(page, page.getByLabel(en.choose.file));
  await (await chooser).setFiles(picture);
  await expect(title(page, en.crop.title)).toBeFocused();
  await tabTo(page, page.getByRole('group', { name: en.crop.group }));
  await page.keyboard.press('-');
  await page.keyboard.press('ArrowLeft');
  await press(page, page.getByRole('button', { name: en.crop.judge }));
  await expect(title(page, en.questions.title)).toBeFocused();
  const itches = page.getByRole('group', { name: en.questions.flag.itching });
  await tabTo(page, itches.getByRole('radio', { name: en.questions.yes }));
  await page.keyboard.press('Space');
  for (const rest of await page.getByRole('button', { name: en.questions.noToAll }).all())
    await press(page, rest);
  await press(page, page.getByRole('button', { name: en.questions.done }));
  await expect(title(page, en.answer.headline.attend)).toBeFocused();
  await press(page, page.getByRole('button', { name: en.save.save }));
  await expect(page.getByText(en.save.saved)).toBeVisible();
  await press(page, page.getByRole('link', { name: en.save.open }));
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  await tabTo(page, page.getByLabel(en.history.noteTitle));
  await page.keyboard.type('by keys');
  await expect(page.getByText(en.history.saved, { exact: true })).toBeVisible();
  await press(page, page.getByRole('button', { name: en.history.delete }));
  await press(page, page.getByRole('button', { name: en.history.undo }));
  await expect(page.getByText(en.history.restored)).toBeVisible();
  await server.stop();
});
