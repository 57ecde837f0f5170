// The app as an installed one: what the system hands to it, and updates while it is open.
import { expect, test, type Page } from '@playwright/test';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import sharp from 'sharp';
import { drawLesion } from '../src/core/data/synthetic';
import { judge, openPicture, untilStored } from './check-page';
import { writeNextBuild } from './next-build';
import { testPictures } from './pictures';
import { serveDist, type StaticServer } from './static-server';

let server: StaticServer;
test.beforeEach(async () => {
  server = await serveDist();
});
test.afterEach(() => server.stop());

interface Manifest {
  readonly start_url: string;
  readonly icons: readonly Picture[];
  readonly screenshots: readonly Picture[];
  readonly shortcuts: readonly { readonly url: string; readonly icons: readonly Picture[] }[];
  readonly share_target: { readonly action: string };
  readonly file_handlers: readonly { readonly action: string }[];
}
interface Picture {
  readonly src: string;
  readonly sizes: string;
}

test('the manifest has no error, and its pictures are what it says they are', async ({ page }) => {
  await page.goto(server.url);
  const client = await page.context().newCDPSession(page);
  const { errors, data } = await client.send('Page.getAppManifest');
  expect(errors).toEqual([]);
  const manifest = JSON.parse(data!) as Manifest;
  const { icons, screenshots, shortcuts } = manifest;
  const pictures = [...icons, ...screenshots, ...shortcuts.flatMap((shortcut) => shortcut.icons)];
  let screenshotBytes = 0;
  for (const { src, sizes } of pictures) {
    const response = await page.request.get(new URL(src, server.url).href);
    expect(response.status(), src).toBe(200);
    const bytes = await response.body();
    const { width, height } = await sharp(bytes).metadata();
    if (sizes !== 'any') expect(`${width}x${height}`, src).toBe(sizes);
    if (src.startsWith('screenshots/')) screenshotBytes += bytes.length;
  }
  expect(screenshotBytes).toBeLessThan(600_000);
  // Wherever it is served, it stays there.
  const addresses = [
    manifest.start_url,
    manifest.share_target.action,
    ...manifest.file_handlers.map(({ action }) => action),
    ...shortcuts.map(({ url }) => url),
  ];
  for (const address of addresses) {
    expect(new URL(address, server.url).href.startsWith(server.url), address).toBe(true);
  }
});

test('stores what it needs to start, and neither screenshots nor other models', async ({
  page,
}) => {
  await page.goto(server.url);
  await untilStored(page);
  const stored = await storedFiles(page);
  expect(stored).toContain('index.html');
  expect(stored.filter((file) => file.startsWith('screenshots/'))).toEqual([]);
  const index = await page.request.get(new URL('models/index.json', server.url).href);
  const { default: model } = (await index.json()) as { default: string };
  const folders = stored.flatMap((file) => /^models\/(.+)\//.exec(file)?.[1] ?? []);
  expect(new Set(folders)).toEqual(new Set([model]));
});

test('a photo shared from another app lands in the check', async ({ page }) => {
  await page.goto(server.url);
  await untilStored(page);
  await share(page, [{ name: 'photo.jpg', mimeType: 'image/jpeg', buffer: await drawnJpeg() }]);
  await expect(
    page.getByRole('heading', { level: 1, name: 'Put the square around the spot' }),
  ).toBeVisible();
  expect(page.url()).toContain('#/check');
  // Taken once, and no trace of it stays beside the app.
  expect(await page.evaluate(() => caches.keys())).not.toContainEqual(
    expect.stringContaining('shared-photo'),
  );
  expect(server.requests.filter((line) => !line.startsWith('GET '))).toEqual([]);
});

test('a text shared from another app says that no photo came', async ({ page }) => {
  await page.goto(server.url);
  await untilStored(page);
  await share(page, []);
  await expect(page.getByRole('heading', { level: 1, name: 'Choose a photo' })).toBeVisible();
  await expect(page.getByText('did not arrive')).toBeVisible();
  expect(page.url()).toBe(`${server.url}#/check?shared=none`);
});

test('a file opened with the app lands in the check', async ({ page }) => {
  // The system opens files in installed apps only, which a test browser cannot have.
  await page.addInitScript(
    (photo) => {
      const file = new File([new Uint8Array(photo)], 'photo.jpg', { type: 'image/jpeg' });
      const launch = { files: [{ getFile: () => Promise.resolve(file) }] };
      const launchQueue = { setConsumer: (consumer: (given: unknown) => void) => consumer(launch) };
      Object.defineProperty(window, 'launchQueue', { value: launchQueue });
    },
    [...(await drawnJpeg())],
  );
  await page.goto(server.url);
  await expect(
    page.getByRole('heading', { level: 1, name: 'Put the square around the spot' }),
  ).toBeVisible();
});

test('a shared photo is kept until the page takes it', async ({ page }) => {
  await page.goto(server.url);
  await untilStored(page);
  const bytes = [...(await drawnJpeg())];
  const [address, type, sizeBytes] = await page.evaluate(async (photo) => {
    const body = new FormData();
    body.append('photos', new File([new Uint8Array(photo)], 'photo.jpg', { type: 'image/jpeg' }));
    const answer = await fetch('share-target', { method: 'POST', body });
    const kept = await caches.match(new URL('share-target/photo', document.baseURI));
    const blob = await kept!.blob();
    return [answer.url, blob.type, blob.size];
  }, bytes);
  expect(address).toBe(server.url);
  expect(type).toBe('image/jpeg');
  expect(sizeBytes).toBe(bytes.length);
});

test('an address below the app leads to the app, not to a blank page', async ({ page }) => {
  await page.goto(server.url);
  await untilStored(page);
  await page.goto(`${server.url}a/b?lang=en#/about`);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  expect(page.url()).toBe(`${server.url}?lang=en#/about`);
  // What is a file on the host stays one.
  const file = await page.goto(`${server.url}screenshots/wide-home.webp`);
  expect(file?.headers()['content-type']).toBe('image/webp');
});

test('an update is only offered while a photo is open, and there once it is asked for', async ({
  page,
}, info) => {
  const [picture] = await testPictures(1, info.outputPath('pictures'));
  await page.goto(`${server.url}#/check`);
  await untilStored(page);
  await openPicture(page, picture);
  await deployNext(page, info.outputPath('next/'));
  await expect(page.getByText('A new version of this app is ready.')).toBeVisible();
  await judge(page);
  expect(await version(page)).toBe('first');
  const loaded = page.waitForEvent('load');
  await page.getByRole('button', { name: 'Load it now' }).click();
  await loaded;
  expect(await version(page)).toBe('next');
  // The photo and its answer are still there.
  await expect(page.locator('[data-outcome]')).toBeVisible();
});

test('an old tab goes on working when another tab took the update', async ({ context }, info) => {
  const old = await context.newPage();
  const taking = await context.newPage();
  // The old tab has loaded the start page only: no other page, no worker, no model.
  await old.goto(server.url);
  await untilStored(old);
  const stored = await storedFiles(old);
  await taking.goto(server.url);
  await deployNext(taking, info.outputPath('next/'));
  const loaded = taking.waitForEvent('load');
  await taking.getByRole('button', { name: 'Load it now' }).click();
  await loaded;
  expect(await version(taking)).toBe('next');
  // Neither the host nor the network has the old files any more.
  await server.stop();

  expect(await version(old)).toBe('first');
  await old.getByRole('link', { name: 'About the model' }).click();
  await expect(old.getByRole('heading', { name: 'Known limits' })).toBeVisible();
  await old.goto(`${server.url}#/demo`);
  await expect(old.locator('[data-outcome]')).toBeVisible();
  expect(await version(old)).toBe('first');
  expect((await storedFiles(old)).filter(isOld)).not.toEqual([]);

  // It is told, and has the new version when it asks for it.
  await expect(old.getByText('A new version of this app is ready.')).toBeVisible();
  const again = old.waitForEvent('load');
  await old.getByRole('button', { name: 'Load it now' }).click();
  await again;
  expect(await version(old)).toBe('next');
  await expect(old.locator('[data-outcome]')).toBeVisible();

  // The old files go with the next start, since no tab needs them.
  await taking.reload();
  await expect.poll(async () => (await storedFiles(taking)).filter(isOld)).toEqual([]);
  expect((await storedFiles(taking)).length).toBe(stored.length);
});

/** Posts a form into the app from elsewhere, as the system does with what is shared. */
async function share(page: Page, files: Parameters<typeof page.setInputFiles>[1]): Promise<void> {
  const form = `<!doctype html><form method="post" enctype="multipart/form-data" action="${server.url}share-target">
    <input name="title" value="A text"><input name="photos" type="file"><button>Share</button></form>`;
  const elsewhere: Server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).end(form);
  });
  await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
  await page.goto(`http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/`);
  if ((files as unknown[]).length > 0) await page.setInputFiles('input[type=file]', files);
  // A form with an empty file field would send an empty file, which no system does.
  else await page.locator('input[type=file]').evaluate((field) => field.remove());
  await page.getByRole('button', { name: 'Share' }).click();
  await page.waitForURL(/#\/check/);
  elsewhere.closeAllConnections();
  elsewhere.close();
}

/** From now on the host has the next version, and the page has looked for one. */
async function deployNext(page: Page, folder: string): Promise<void> {
  await writeNextBuild(folder);
  server.deploy(folder);
  await page.evaluate(async () => {
    await (await navigator.serviceWorker.ready).update();
  });
}

async function version(page: Page): Promise<'first' | 'next'> {
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  const script = await page.locator('head script[type=module]').getAttribute('src');
  return script!.endsWith('-next.js') ? 'next' : 'first';
}

/** Paths of what the service worker keeps, without their revisions. */
function storedFiles(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const name = (await caches.keys()).find((key) => key.includes('precache'))!;
    const keys = await (await caches.open(name)).keys();
    const scope = new URL('./', document.baseURI).pathname;
    return keys.map(({ url }) => new URL(url).pathname.slice(scope.length));
  });
}

const isOld = (file: string) => file.startsWith('assets/') && !/-next\.\w+$/.test(file);

async function drawnJpeg(): Promise<Buffer> {
  const { data, width, height } = drawLesion('irregular', 1);
  const pixels = sharp(Buffer.from(data), { raw: { width, height, channels: 3 } });
  return pixels.jpeg({ quality: 90 }).toBuffer();
}
