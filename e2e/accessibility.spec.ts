// Every view with axe, light and dark; with large text; in a narrow window.
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

for (const colorScheme of ['light', 'dark'] as const) {
  test(`every view passes axe, ${colorScheme}`, async ({ page }, info) => {
    const [picture] = await testPictures(1, info.outputPath('pictures'));
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const visit = { page, url: server.url, lang: 'en', words: en, picture };
    for (const { name, open } of views) {
      await open(visit);
      await expectNoViolation(page, name);
    }
  });
}

// WCAG 1.4.4 and 1.4.10: text at twice its size, and a window of 320 px.
for (const [name, width, fontSize] of [
  ['320 px', 320, '100%'],
  ['200 % text', 390, '200%'],
] as const) {
  test(`nothing is cut off at ${name}, and no page scrolls sideways`, async ({ page }, info) => {
    const [picture] = await testPictures(1, info.outputPath('pictures'));
    await page.setViewportSize({ width, height: 640 });
    await page.addInitScript((size) => {
      const enlarge = () => (document.documentElement.style.fontSize = size);
      document.addEventListener('DOMContentLoaded', enlarge);
    }, fontSize);
    const visit = { page, url: server.url, lang: 'en', words: en, picture };
    for (const { name: view, open } of views) {
      await open(visit);
      await expectFits(page, view);
    }
  });
}
