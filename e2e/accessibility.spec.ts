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

// WCAG 1.4.10: a window of 320 px, in which each view is opened.
test('every view fits 320 px and passes axe, light and dark', async ({ page }, info) => {
  // Nearly two minutes on two cores.
  test.setTimeout(6 * 60_000);
  const [picture] = await testPictures(1, info.outputPath('pictures'));
  const visit = { page, url: server.url, lang: 'en', words: en, picture };
  const phone = page.viewportSize()!;
  for (const { name, open } of views) {
    await page.setViewportSize({ width: 320, height: 640 });
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
    await open(visit);
    await expectFits(page, name);
    await page.setViewportSize(phone);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await expectNoViolation(page, `${name}, ${colorScheme}`);
    }
  }
});

// WCAG 1.4.4. Opened with it, since a view may measure what it holds.
test('nothing is cut off where text is twice its size', async ({ page }, info) => {
  const [picture] = await testPictures(1, info.outputPath('pictures'));
  await page.setViewportSize({ width: 390, height: 640 });
  await page.addInitScript(() => {
    const enlarge = () => (document.documentElement.style.fontSize = '200%');
    document.addEventListener('DOMContentLoaded', enlarge);
  });
  const visit = { page, url: server.url, lang: 'en', words: en, picture };
  for (const { name, open } of views) {
    await open(visit);
    await expectFits(page, name);
  }
});
