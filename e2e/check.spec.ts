// The whole path: a photo, a crop, an answer; then the server is gone, the page is loaded
// again, and the same happens with the same result. Nothing leaves the origin.
import { expect, test } from '@playwright/test';
import { judge, openPicture, readAnswer, untilStored } from './check-page';
import { hasRealPictures, testPictures } from './pictures';
import { serveDist, type StaticServer } from './static-server';

let server: StaticServer;
test.beforeEach(async () => {
  server = await serveDist();
});
test.afterEach(() => server.stop());

test('answers about a photo, and again with the server gone', async ({ page }, info) => {
  info.annotations.push({ type: 'pictures', description: hasRealPictures ? 'real' : 'drawn' });
  const [picture] = await testPictures(1, info.outputPath('pictures'));
  const elsewhere: string[] = [];
  page.context().on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(server.url) && !/^(blob|data):/.test(url)) elsewhere.push(url);
  });

  await page.goto(server.url);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.getByRole('link', { name: 'Check a spot' }).click();
  await openPicture(page, picture);
  await judge(page);
  const online = await readAnswer(page);
  expect(online.outcome).toMatch(/^(attend|unsure|quiet)$/);
  expect(online.probability).toBeGreaterThan(0);
  expect(online.probability).toBeLessThan(1);
  // Both GPUs here are software, which ranks below wasm.
  expect(online.backend).toMatch(/^wasm/);
  await expect(page.getByText('It is not a medical device').last()).toBeVisible();

  await untilStored(page);
  await server.stop();
  await page.goto(`${server.url}#/check`);
  await page.reload();
  await openPicture(page, picture);
  await judge(page);
  expect(await readAnswer(page)).toEqual(online);

  expect(elsewhere).toEqual([]);
  expect(server.requests.filter((line) => !line.startsWith('GET '))).toEqual([]);
});

test('shows an answer from a cold address, on a drawn sample, and says that it is drawn', async ({
  page,
}) => {
  await page.goto(`${server.url}#/demo`);
  await expect(page.locator('[data-outcome]')).toBeVisible();
  await expect(page.getByText('This picture is drawn, not a real spot').first()).toBeVisible();
  // One tap to the answer on another, and one back to the start.
  await page.getByRole('button', { name: 'Drawn: faint' }).click();
  await expect(page).toHaveURL(/#\/demo\?sample=faint$/);
  await expect(page.locator('[data-outcome]')).toBeVisible();
  await page.getByRole('link', { name: 'Start over' }).click();
  await expect(page.getByRole('link', { name: 'Check a spot' })).toBeVisible();
});

test('answers a yes to a sign with a doctor, whatever the model says', async ({ page }, info) => {
  const [picture] = await testPictures(1, info.outputPath('pictures'));
  await page.goto(`${server.url}#/check`);
  await openPicture(page, picture);
  await page.getByRole('button', { name: /^(Look at this spot|Use anyway)$/ }).click();
  const sign = page.getByRole('group', { name: 'It bleeds' });
  await sign.getByRole('radio', { name: 'Yes' }).check();
  for (const rest of await page.getByRole('button', { name: /^No to all/ }).all())
    await rest.click();
  await page.getByRole('button', { name: 'Look at this spot' }).click();
  await expect(page.locator('[data-outcome]')).toBeVisible();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Show this spot to a doctor');
  await expect(page.getByTestId('flagged')).toContainText('It bleeds');
});

for (const visit of ['first', 'later'] as const) {
  test(`is bound by its policy, in the page and in the worker, on the ${visit} visit`, async ({
    browser,
  }) => {
    const serviceWorkers = visit === 'first' ? 'block' : 'allow';
    const context = await browser.newContext({ serviceWorkers });
    const page = await context.newPage();
    await page.goto(`${server.url}#/check`);
    if (visit === 'later') {
      await untilStored(page);
      await page.reload();
    }
    await expect(page.getByText('The model is ready.')).toBeVisible();
    // A second server: another origin on this machine.
    const other = await serveDist();
    try {
      const attempt = (call: string) =>
        `(async () => ${call})().then(() => 'sent', () => 'refused')`;
      const leak = attempt(`fetch('${other.url}index.html')`);
      expect(await page.evaluate(leak)).toBe('refused');
      const workers = page.workers();
      expect(workers.length).toBeGreaterThan(0);
      for (const worker of workers) {
        expect(await worker.evaluate(leak)).toBe('refused');
        // Not even from its own origin: the model is loaded, there is nothing left to fetch.
        expect(await worker.evaluate(attempt(`fetch('${server.url}index.html')`))).toBe('refused');
        // No script can close this way out, the policy alone does.
        expect(await worker.evaluate(attempt(`import('${other.url}sw.js')`))).toBe('refused');
      }
      expect(other.requests).toEqual([]);
    } finally {
      await other.stop();
      await context.close();
    }
  });
}

test('can be installed', async ({ page }) => {
  await page.goto(server.url);
  const client = await page.context().newCDPSession(page);
  const { errors, data } = await client.send('Page.getAppManifest');
  expect(errors).toEqual([]);
  const manifest = JSON.parse(data!) as { icons: { src: string }[]; start_url: string };
  expect(manifest.start_url).toBe('./');
  for (const { src } of manifest.icons) {
    const base = new URL('manifest.webmanifest', server.url);
    expect((await page.request.get(new URL(src, base).href)).status()).toBe(200);
  }
  const { installabilityErrors } = await client.send('Page.getInstallabilityErrors');
  // Playwright's contexts are incognito; nothing else may stand in the way.
  expect(installabilityErrors.filter(({ errorId }) => errorId !== 'in-incognito')).toEqual([]);
});

test('refuses a model that was changed on the way', async ({ page }) => {
  server.alter((path, bytes) => {
    if (path.endsWith('.bin')) bytes[100] ^= 1;
    return bytes;
  });
  await page.goto(`${server.url}#/about`);
  await expect(page.getByText('The model could not be loaded').first()).toBeVisible();
});
