// The app in Spanish, and in Arabic from right to left.
import { expect, test } from '@playwright/test';
import { ar } from '../src/i18n/ar';
import { en } from '../src/i18n/en';
import { es } from '../src/i18n/es';
import { expectFits, expectNoViolation } from './accessible';
import { untilStored } from './check-page';
import { testPictures } from './pictures';
import { serveDist, type StaticServer } from './static-server';
import { views } from './views';

let server: StaticServer;
test.beforeEach(async () => {
  server = await serveDist();
});
test.afterEach(() => server.stop());

for (const [lang, words, direction] of [
  ['es', es, 'ltr'],
  ['ar', ar, 'rtl'],
] as const) {
  test(`every view in ${lang} fits a narrow phone and passes axe`, async ({ page }, info) => {
    const [picture] = await testPictures(1, info.outputPath('pictures'));
    await page.setViewportSize({ width: 320, height: 640 });
    await page.emulateMedia({ reducedMotion: 'reduce' });
    for (const { name, open } of views) {
      await open({ page, url: server.url, lang, words, picture });
      await expect(page.locator('html')).toHaveAttribute('lang', lang);
      await expect(page.locator('html')).toHaveCSS('direction', direction);
      await expect(page.getByText(words.app.draftLanguage)).toBeVisible();
      await expectFits(page, name);
      await expectNoViolation(page, name);
    }
  });
}

test('a language chosen in the settings stays, without a network too', async ({ page }) => {
  await page.goto(`${server.url}#/settings`);
  await untilStored(page);
  await expect(page.getByText(en.app.researchLine)).toBeVisible();
  await page.getByRole('radio', { name: 'العربية' }).check();
  await expect(page.getByRole('heading', { level: 1, name: ar.settings.title })).toBeVisible();
  await expect(page).toHaveTitle(new RegExp(ar.settings.title));
  await server.stop();
  await page.reload();
  await expect(page.getByRole('heading', { level: 1, name: ar.settings.title })).toBeVisible();
  await expect(page.getByRole('radio', { name: 'العربية' })).toBeChecked();
  await page.getByRole('radio', { name: 'Español' }).check();
  await expect(page.getByRole('heading', { level: 1, name: es.settings.title })).toBeVisible();
});

test('the square goes where the arrow points, from right to left too', async ({ page }) => {
  await page.goto(`${server.url}?lang=ar#/check?sample=even`);
  const square = page.getByRole('group', { name: ar.crop.group });
  await expect(square).toBeVisible();
  await page.getByRole('button', { name: ar.crop.smaller }).click();
  const left = async () => (await square.boundingBox())!.x;
  const start = await left();
  await page.getByRole('button', { name: ar.crop.left, exact: true }).click();
  const moved = await left();
  expect(moved).toBeLessThan(start);
  await square.press('ArrowRight');
  expect(await left()).toBeGreaterThan(moved);
});
