// What goes wrong on real devices: a worker that hangs, two tabs.
import { expect, test } from '@playwright/test';
import { readAnswer } from './check-page';
import { serveDist, type StaticServer } from './static-server';

let server: StaticServer;
test.beforeEach(async () => {
  server = await serveDist();
});
test.afterEach(() => server.stop());

// Takes as long as the client waits for a sign of life.
test(
  'a hung worker is replaced, the person is told, and the photo is still there',
  {
    tag: '@long',
  },
  async ({ page }) => {
    test.setTimeout(300_000);
    await page.goto(`${server.url}#/check`);
    // A worker that is still loading is not hung.
    await expect(page.getByText('The model is ready.')).toBeVisible();
    await page.getByRole('button', { name: 'Drawn: even' }).click();
    await expect(page.getByRole('button', { name: 'Look at this spot' })).toBeVisible();
    const [worker] = page.workers();
    await worker.evaluate(() => {
      setTimeout(() => {
        for (;;);
      });
    });
    await page.getByRole('button', { name: 'Look at this spot' }).click();
    await expect(
      page.getByRole('heading', { level: 1, name: 'The app stopped working on this photo' }),
    ).toBeVisible({ timeout: 150_000 });
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect(page.locator('[data-outcome]')).toBeVisible({ timeout: 60_000 });
  },
);

test('two tabs do not disturb each other', async ({ context }) => {
  const first = await context.newPage();
  const second = await context.newPage();
  await first.goto(`${server.url}#/demo`);
  await second.goto(`${server.url}#/demo`);
  for (const page of [first, second]) {
    await expect(page.locator('[data-outcome]')).toBeVisible();
  }
  expect((await readAnswer(first)).probability).toBe((await readAnswer(second)).probability);
});
