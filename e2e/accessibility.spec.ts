// Every view: with axe, light and dark; in a narrow window; with large text.
import { test } from '@playwright/test';
import { en } from '../src/i18n/en';
import { expectFits, expectNoViolation } from './accessible';
import { testPictures } from './pictures';
import { serveDist, type StaticServer } from './static-server';
import { views } from './views';

let server: StaticServer;
test.beforeAll(async () => {
  server = await serveDist();
});
test.afterAll(() => server.stop());

test('every view passes axe, light and dark, and nothing is cut off', async ({ page }, info) => {
  test.setTimeout(6 * 60_000);
  const [picture] = await testPictures(1, info.outputPath('pictures'));
  const visit = { page, url: server.url, lang: 'en', words: en, picture };
  const enlarge = (size: string) =>
    page.evaluate((fontSize) => (document.documentElement.style.fontSize = fontSize), size);
  // WCAG 1.4.10 and 1.4.4: a window of 320 px, in which each view is opened, and text at twice
  // its size.
  const narrow = { width: 320, height: 640 };
  const phone = { width: 390, height: 844 };
  for (const { name, open } of views) {
    await page.setViewportSize(narrow);
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
    await open(visit);
    await expectFits(page, `${name}, 320 px`);
    await page.setViewportSize(phone);
    await enlarge('200%');
    await expectFits(page, `${name}, 200 % text`);
    await enlarge('');
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await expectNoViolation(page, `${name}, ${colorScheme}`);
    }
  }
});
