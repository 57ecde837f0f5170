// axe on every view, light and dark, and the whole check by keyboard alone.
import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import { openPicture } from './check-page';
import { testPictures } from './pictures';
import { serveDist, type StaticServer } from './static-server';

let server: StaticServer;
test.beforeAll(async () => {
  server = await serveDist();
});
test.afterAll(() => server.stop());

async function expectNoViolation(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`)).toEqual([]);
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`every view passes axe, ${colorScheme}`, async ({ page }, info) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.goto(server.url);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expectNoViolation(page);
    await page.goto(`${server.url}#/check`);
    await expect(page.getByText('The model is ready.')).toBeVisible();
    await expectNoViolation(page);
    await page.goto(`${server.url}#/check?sample=irregular`);
    await expect(page.getByRole('button', { name: 'Look at this spot' })).toBeVisible();
    await expectNoViolation(page);
    const [picture] = await testPictures(1, info.outputPath('pictures'));
    await page.goto(`${server.url}#/check`);
    await openPicture(page, picture);
    await page.getByRole('button', { name: /^(Look at this spot|Use anyway)$/ }).click();
    await page.getByRole('button', { name: 'Look at this spot' }).click();
    await expect(page.getByText('Some lines have no answer yet')).toBeVisible();
    await expectNoViolation(page);
    for (const rest of await page.getByRole('button', { name: /^No to all/ }).all())
      await rest.click();
    const hair = page.getByRole('group', { name: 'It lies under hair' });
    await hair.getByRole('radio', { name: 'Yes' }).check();
    await page.getByRole('button', { name: 'Look at this spot' }).click();
    await expect(page.getByTestId('excluded')).toBeVisible();
    await expectNoViolation(page);
    await page.goto(`${server.url}#/demo`);
    await expect(page.locator('[data-outcome]')).toBeVisible();
    await page.locator('summary', { hasText: 'Details' }).click();
    await expectNoViolation(page);
    await page.goto(`${server.url}#/about`);
    await expect(page.getByRole('heading', { name: 'Known limits' })).toBeVisible();
    await expectNoViolation(page);
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

test('nothing is cut off at 320 px, and no page scrolls sideways', async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 640 });
  for (const route of ['', '#/check', '#/check?sample=faint', '#/demo', '#/about']) {
    await page.goto(`${server.url}${route}`);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    if (route === '#/demo') await expect(page.locator('[data-outcome]')).toBeVisible();
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow, route).toBeLessThanOrEqual(0);
  }
});

async function tabTo(page: Page, target: ReturnType<Page['getByRole']>): Promise<void> {
  for (let i = 0; i < 40; i++) {
    await page.keyboard.press('Tab');
    if (await target.evaluate((node) => node === document.activeElement)) return;
  }
  throw new Error('the keyboard does not reach it');
}
