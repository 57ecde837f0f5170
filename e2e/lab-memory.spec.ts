// Five thousand pictures come in, are looked through and trained on: what that takes.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium, expect, test, type Browser, type Page } from '@playwright/test';
import { zipSync } from 'fflate';
import sharp from 'sharp';
import { drawLesion, drawnKinds } from '../src/core/data/synthetic';
import { lab } from '../src/i18n/lab';
import { inWords, longTasksDuring } from './long-tasks';
import { writeFiles } from './lab-set-files';
import { serveDist, type StaticServer } from './static-server';

const PICTURES = 5_000;
const SIDE_PX = 256;
const MEGABYTE = 2 ** 20;

let server: StaticServer;
test.beforeAll(async () => {
  server = await serveDist();
});
test.afterAll(() => server.stop());

/**
 * So many pictures in two folders. A few dozen are drawn; the others are those,
 * turned, cut and lit differently.
 */
async function manyPictures(count: number): Promise<Record<string, Uint8Array>> {
  const drawn = Array.from({ length: 48 }, (_, i) => drawLesion(drawnKinds[i % 3], i, 320));
  const files: Record<string, Uint8Array> = {};
  for (let i = 0; i < count; i++) {
    const kind = i % 3;
    const { data, width, height } = drawn[i % drawn.length];
    const shift = Math.floor(i / drawn.length) % 64;
    const bytes = await sharp(Buffer.from(data), { raw: { width, height, channels: 3 } })
      .extract({ left: shift, top: 63 - shift, width: SIDE_PX, height: SIDE_PX })
      .rotate(90 * (i % 4))
      .modulate({ brightness: 0.9 + 0.2 * ((i * 7) % 10) * 0.1 })
      .jpeg({ quality: 90 })
      .toBuffer();
    files[`${drawnKinds[kind] === 'irregular' ? 'malignant' : 'benign'}/${i}.jpg`] = bytes;
  }
  return files;
}

interface Peaks {
  /** JavaScript heap of the page, bytes. */
  page: number;
  /** Of the largest worker. */
  worker: number;
  /** Resident memory of the largest process that draws a page, bytes; 0 where it is not told. */
  process: number;
}

/** Asks a page, its workers and its process for their memory. */
async function openGauge(browser: Browser, page: Page): Promise<() => Promise<Peaks>> {
  const ofBrowser = await browser.newBrowserCDPSession();
  const ofPage = await page.context().newCDPSession(page);
  const workers = new Map<string, number>();
  ofPage.on('Target.attachedToTarget', ({ sessionId }) => workers.set(sessionId, 0));
  ofPage.on('Target.detachedFromTarget', ({ sessionId }) => workers.delete(sessionId));
  ofPage.on('Target.receivedMessageFromTarget', ({ sessionId, message }) => {
    const { result } = JSON.parse(message) as { result?: { usedSize?: number } };
    if (result?.usedSize !== undefined) workers.set(sessionId, result.usedSize);
  });
  // Workers answer through the page's session, each when it has a moment.
  await ofPage.send('Target.setAutoAttach', {
    ...{ autoAttach: true, waitForDebuggerOnStart: false, flatten: false },
  });
  let id = 0;
  return async () => {
    const message = JSON.stringify({ id: ++id, method: 'Runtime.getHeapUsage' });
    for (const sessionId of workers.keys()) {
      await ofPage.send('Target.sendMessageToTarget', { sessionId, message }).catch(() => null);
    }
    const { usedSize } = await ofPage.send('Runtime.getHeapUsage');
    const { processInfo } = await ofBrowser.send('SystemInfo.getProcessInfo');
    const sizes = processInfo
      .filter(({ type }) => type === 'renderer')
      .map(async (one) => {
        const status = await readFile(`/proc/${one.id}/status`, 'utf8').catch(() => '');
        return 1024 * Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0);
      });
    return {
      page: usedSize,
      worker: Math.max(0, ...workers.values()),
      process: Math.max(0, ...(await Promise.all(sizes))),
    };
  };
}

/** Looks at memory until it is stopped, and gives the largest of each. */
function watchMemory(gauge: () => Promise<Peaks>): () => Promise<Peaks> {
  const peaks: Peaks = { page: 0, worker: 0, process: 0 };
  let isOver = false;
  const looking = (async () => {
    while (!isOver) {
      const now = await gauge();
      for (const key of ['page', 'worker', 'process'] as const) {
        peaks[key] = Math.max(peaks[key], now[key]);
      }
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  })();
  return async () => {
    isOver = true;
    await looking;
    return peaks;
  };
}

const megabytes = (bytes: number) => `${Math.round(bytes / MEGABYTE)} MB`;
const words = ({ page, worker, process }: Peaks) =>
  `page ${megabytes(page)}, worker ${megabytes(worker)}, process ${megabytes(process)}`;

for (const way of ['a zip', 'a folder'] as const) {
  test(`5,000 pictures come in as ${way} and are shown, in bounded memory @long`, async ({
    browserName: _,
  }, info) => {
    test.setTimeout(15 * 60_000);
    const files = await manyPictures(PICTURES);
    const isZip = way === 'a zip';
    const chosen = await writeFiles(
      info.outputPath('large'),
      isZip ? { 'large.zip': zipSync(files, { level: 0 }) } : files,
    );
    const browser = await chromium.launch({
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: ['--no-sandbox'],
    });
    try {
      const page = await (await browser.newContext()).newPage();
      const gauge = await openGauge(browser, page);
      await page.goto(`${server.url}?backend=wasm#/lab`);
      await expect(page.getByText(lab.desk.demo)).toBeVisible();
      const before = await gauge();
      console.log(`before: ${words(before)}`);
      const stop = watchMemory(gauge);
      const began = Date.now();
      const seconds = () => `${((Date.now() - began) / 1000).toFixed(1)} s`;
      await (isZip
        ? page.locator('input[accept^=".zip,"]').setInputFiles(join(chosen, 'large.zip'))
        : page.locator('input[webkitdirectory]').setInputFiles(chosen));
      await page
        .getByRole('button', { name: lab.bring.take, exact: true })
        .click({ timeout: 300_000 });
      console.log(`read after ${seconds()}`);
      // Comparing takes a second: looked for with each frame, lest it be missed.
      await page.waitForFunction(
        (word) => document.querySelector('main')?.textContent?.includes(word),
        lab.bring.stage.comparing,
        { polling: 'raf', timeout: 600_000 },
      );
      // From the last word of the import to a set that is drawn and shown.
      const tasks = await longTasksDuring(browser, page, 25, async () => {
        await expect(page.locator('#set-counts')).toBeVisible({ timeout: 60_000 });
        console.log(`shown after ${seconds()}`);
        await page.locator('button', { hasText: lab.set.draw }).click();
        await expect(page.getByText(lab.set.drawn)).toBeVisible();
        await page.locator('button', { hasText: lab.set.more }).click();
      });
      const peaks = await stop();
      await page.requestGC();
      const after = await gauge();
      console.log(`peak: ${words(peaks)}`);
      console.log(`after: ${words(after)}`);
      console.log(`tasks over 25 ms: ${inWords(tasks)}`);
      // No tfjs on the page, so no tensor.
      expect(await page.evaluate(() => '_tfengine' in globalThis)).toBe(false);
      const malignant = page
        .getByRole('row', { name: /^malignant/ })
        .getByRole('cell')
        .last();
      await expect(malignant).toHaveText(String(Math.ceil(PICTURES / 3)));
      // Decoded they would be a gigabyte; what grows is what is known of each.
      expect(peaks.page).toBeLessThan(100 * MEGABYTE);
      expect(peaks.worker).toBeLessThan(100 * MEGABYTE);
      expect(peaks.process).toBeLessThan(900 * MEGABYTE);
      expect(after.page - before.page).toBeLessThan(30 * MEGABYTE);
    } finally {
      await browser.close();
    }
  });
}
