// What the app looks like: a dozen views against the pictures in looks/, which somebody
// looked at. `npx playwright test -c e2e looks --update-snapshots` takes them anew; look at
// them before they are committed.
import { expect, test, type BrowserContextOptions } from '@playwright/test';
import { ar } from '../src/i18n/ar';
import { en } from '../src/i18n/en';
import { es } from '../src/i18n/es';
import { drawnPictures } from './pictures';
import { serveDist, type StaticServer } from './static-server';
import { views } from './views';

let server: StaticServer;
test.beforeAll(async () => {
  server = await serveDist();
});
test.afterAll(() => server.stop());

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
const lying = { ...phone, viewport: { width: 844, height: 390 } };
const desktop = { viewport: { width: 1280, height: 800 } };
const words = { en, es, ar };

const looks: readonly [
  view: string,
  shape: 'phone' | 'lying' | 'desktop',
  colours: 'light' | 'dark' | 'forced',
  lang: keyof typeof words,
][] = [
  ['home', 'phone', 'light', 'en'],
  ['home with spots', 'desktop', 'dark', 'en'],
  ['choose', 'phone', 'dark', 'en'],
  ['choose', 'desktop', 'light', 'ar'],
  ['camera refused', 'phone', 'light', 'es'],
  ['crop', 'phone', 'light', 'ar'],
  ['crop', 'lying', 'dark', 'en'],
  ['questions', 'phone', 'light', 'es'],
  ['demo', 'phone', 'light', 'en'],
  ['demo', 'desktop', 'dark', 'ar'],
  ['demo', 'phone', 'forced', 'en'],
  ['spot', 'phone', 'dark', 'en'],
  ['my spots, one deleted', 'desktop', 'light', 'en'],
  ['settings', 'phone', 'forced', 'en'],
  ['about', 'desktop', 'light', 'es'],
];

for (const [name, shape, colours, lang] of looks) {
  test(`${name}: ${shape}, ${colours}, ${lang}`, async ({ browser }, info) => {
    const [picture] = await drawnPictures(1, info.outputPath('pictures'));
    const options: BrowserContextOptions = {
      ...{ phone, lying, desktop }[shape],
      colorScheme: colours === 'dark' ? 'dark' : 'light',
      forcedColors: colours === 'forced' ? 'active' : 'none',
      reducedMotion: 'reduce',
      timezoneId: 'UTC',
    };
    const context = await browser.newContext(options);
    const page = await context.newPage();
    await page.clock.setFixedTime(Date.UTC(2026, 4, 1, 12));
    // How much room there is, is another thing on every machine.
    await page.addInitScript(() => {
      navigator.storage.estimate = async () => ({ usage: 12e6, quota: 40e9 });
    });
    const visit = { page, url: server.url, lang, words: words[lang], picture };
    // What a view shows may have been left by one before it.
    if (name === 'home with spots') await views.find((view) => view.name === 'spot')!.open(visit);
    await views.find((view) => view.name === name)!.open(visit);
    await page.evaluate(() => document.fonts.ready);
    await page.evaluate(() => scrollTo(0, 0));
    const file = `${name} ${shape} ${colours} ${lang}`.replace(/\W+/g, '-');
    await expect(page).toHaveScreenshot(`${file}.png`, { maxDiffPixelRatio: 0.01 });
    await context.close();
  });
}
