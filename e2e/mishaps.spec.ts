// What goes wrong on real devices: a worker that hangs, a new version in the middle of a
// check, two tabs.
import { expect, test } from '@playwright/test';
import { judge, openPicture, readAnswer, untilStored } from './check-page';
import { testPictures } from './pictures';
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

test('a new version is offered in the middle of a check and taken only when asked', async ({
  page,
}, info) => {
  const [picture] = await testPictures(1, info.outputPath('pictures'));
  await page.goto(`${server.url}#/check`);
  await untilStored(page);
  await openPicture(page, picture);
  server.alter((path, bytes) => {
    // One byte inside the banner comment would do; a file of another length is plainer.
    return path.endsWith('/sw.js') ? new Uint8Array([...bytes, 10]) : bytes;
  });
  await page.evaluate(async () => {
    await (await navigator.serviceWorker.ready).update();
  });
  await expect(page.getByText('A new version of this app is ready.')).toBeVisible();
  // The check goes on undisturbed.
  await judge(page);
  expect((await readAnswer(page)).outcome).toMatch(/^(attend|unsure|quiet)$/);
  const loaded = page.waitForEvent('load');
  await page.getByRole('button', { name: 'Load it now' }).click();
  await loaded;
  // The photo and its answer are still there.
  await expect(page.locator('[data-outcome]')).toBeVisible();
});

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
