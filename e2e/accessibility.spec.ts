// axe on every view, light and dark, and the whole check by keyboard alone.
import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import { en } from '../src/i18n/en';
import { testPictures } from './pictures';
import { serveDist, type StaticServer } from './static-server';
import { views } from './views';

let server: StaticServer;
test.beforeAll(async () => {
  server = await serveDist();
});
test.afterAll(() => server.stop());

async function expectNoViolation(page: Page, view: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze();
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`);
  expect(found, view).toEqual([]);
}

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
      const overflow = await page.evaluate(() => {
        const { scrollWidth, clientWidth } = document.documentElement;
        const cut = [...document.querySelectorAll('main *')].filter(
          (element) => element.getBoundingClientRect().right > clientWidth + 1,
        );
        return { by: scrollWidth - clientWidth, cut: cut.map(({ className }) => className) };
      });
      expect(overflow.by, `${view}: ${overflow.cut.join(', ')}`).toBeLessThanOrEqual(0);
    }
  });
}

test('a check can be made with the keyboard alone', async ({ page }) => {
  await page.goto(`${server.url}#/check?sample=even`);
  const heading = page.getByRole('heading', { level: 1, name: 'Put the square around the spot' });
  await expect(heading).toBeFocused();
  const square = page.getByRole('group', { name: 'Square around the spot' });
  await tabTo(page, square);
  await page.keyboard.press('-');
  await page.keyboard.press('Shift+ArrowLeft');
  await tabTo(page, page.getByRole('button', { name: 'Look at this spot' }));
  await page.keyboard.press('Enter');
  await expect(page.locator('[data-outcome]')).toBeVisible();
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
});

async function tabTo(page: Page, target: ReturnType<Page['getByRole']>): Promise<void> {
  for (let i = 0; i < 40; i++) {
    await page.keyboard.press('Tab');
    if (await target.evaluate((node) => node === document.activeElement)) return;
  }
  throw new Error('the keyboard does not reach it');
}
