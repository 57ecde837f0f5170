// `npm run screenshots`: the manifest's pictures of the app, taken from the built app. Only
// drawn samples are on them, never a real spot.
import { chromium, type Page } from '@playwright/test';
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { serveDist } from './static-server';

const folder = fileURLToPath(new URL('../public/screenshots/', import.meta.url));

const shapes = {
  narrow: { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2 },
  wide: { viewport: { width: 1280, height: 800 }, deviceScaleFactor: 1 },
} as const;

/** Each opens a view and waits until it stands still. */
const views = {
  home: async (page: Page, url: string) => {
    await page.goto(url);
    await page.getByRole('link', { name: 'Check a spot' }).waitFor();
  },
  crop: async (page: Page, url: string) => {
    await page.goto(`${url}#/check?sample=irregular`);
    await page.getByRole('button', { name: 'Look at this spot' }).waitFor();
  },
  answer: async (page: Page, url: string) => {
    await page.goto(`${url}#/demo`);
    await page.locator('[data-outcome]').waitFor({ timeout: 120_000 });
  },
};

const wanted = [
  ['narrow', 'home'],
  ['narrow', 'crop'],
  ['narrow', 'answer'],
  ['wide', 'home'],
  ['wide', 'answer'],
] as const;

await mkdir(folder, { recursive: true });
const server = await serveDist();
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
try {
  for (const [shape, view] of wanted) {
    const page = await browser.newPage({ ...shapes[shape], reducedMotion: 'reduce' });
    await views[view](page, server.url);
    await page.evaluate(() => document.fonts.ready);
    // “The app is stored on this device” is said once, and belongs to no picture of it.
    await page.locator('.messages').evaluate((messages) => {
      messages.style.visibility = 'hidden';
    });
    const png = await page.screenshot();
    const { size } = await sharp(png)
      .webp({ quality: 82 })
      .toFile(`${folder}${shape}-${view}.webp`);
    console.log(`${shape}-${view}.webp: ${Math.round(size / 1000)} kB`);
    await page.close();
  }
} finally {
  await browser.close();
  await server.stop();
}
