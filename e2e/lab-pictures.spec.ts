// Pictures in the Lab: from the camera, as look-alikes, in folds;
// nothing holds the page up, and a hidden page trains on.
import { join } from 'node:path';
import { expect, test, type Browser, type Page } from '@playwright/test';
import { en } from '../src/i18n/en';
import { lab } from '../src/i18n/lab';
import { expectFits, expectNoViolation } from './accessible';
import { launchWithCamera } from './fake-camera';
import { openTab } from './hidden-tab';
import { button, countOf, serveLab, title } from './lab-desk';
import { classFolders, drawnPng, writeFiles } from './lab-set-files';
import { inWords, longTasksDuring } from './long-tasks';
import { untilEpoch } from './lab-run';

const { bring, open } = serveLab();

const isLive = (page: Page) =>
  page.evaluate(() => {
    const video = document.querySelector('video');
    const { active } = (video?.srcObject as MediaStream | null) ?? { active: false };
    return active;
  });

async function choosePreset(page: Page, epochs: number): Promise<void> {
  await page.getByRole('radio', { name: lab.model.presets.small[0] }).check();
  await page.getByLabel(lab.model.epochs).fill(String(epochs));
  await button(page, lab.model.start).click();
}

test.describe('the camera', () => {
  let browser: Browser;
  test.beforeAll(async ({ browserName: _ }, info) => {
    const folder = await writeFiles(info.outputPath('film'), {
      'spot.png': await drawnPng(true, 5, 440),
    });
    browser = await launchWithCamera(join(folder, 'spot.png'), info.outputPath('camera.mjpeg'));
  });
  test.afterAll(() => browser.close());
  const newPage = async () => {
    const phone = await browser.newContext({ viewport: { width: 390, height: 844 } });
    return phone.newPage();
  };

  test('takes photos into a class, of a new set and of one that is there', async () => {
    const page = await newPage();
    await open(page, '#/lab');
    await page.getByRole('link', { name: lab.camera.use }).click();
    await expect(title(page)).toHaveText(lab.camera.title);
    const shutter = (words: string) => page.getByRole('button', { name: new RegExp(`^${words}`) });
    const benign = shutter(lab.camera.into.benign);
    const malignant = shutter(lab.camera.into.malignant);
    // The camera may run before its first picture is there to be taken.
    const hasPicture = () =>
      expect(page.getByTestId('lab-camera').getByRole('status')).toHaveAttribute('data-hint', /./);
    await hasPicture();
    await benign.click();
    await expect(benign).toContainText('1');
    await benign.click();
    await expect(benign).toContainText('2');
    await button(page, lab.camera.nextSpot).click();
    await malignant.click();
    await expect(malignant).toContainText('1');
    await malignant.click();
    await expect(malignant).toContainText('2');
    await expectNoViolation(page, 'the camera of the Lab');
    await button(page, lab.camera.undo).click();
    await expect(malignant).toContainText('1');
    await button(page, lab.camera.remove(2, 'benign')).click();
    await expect(benign).toContainText('1');
    await page.setViewportSize({ width: 320, height: 640 });
    await expectFits(page, 'the camera of the Lab');
    await page.setViewportSize({ width: 390, height: 844 });
    await button(page, lab.camera.keep(2)).click();
    // The stream ends with the page.
    await expect(title(page)).toHaveText(lab.camera.defaultName);
    expect(await isLive(page)).toBe(false);
    await expect(countOf(page, 'benign')).toHaveText('1');
    await page.getByRole('link', { name: lab.camera.use }).click();
    await expect(page.getByText(lab.camera.goInto(lab.camera.defaultName))).toBeVisible();
    await expect.poll(() => isLive(page)).toBe(true);
    await hasPicture();
    await malignant.click();
    await button(page, lab.camera.keep(1)).click();
    const row = page.getByRole('row', { name: /^malignant/ });
    await expect(row.getByRole('cell').last()).toHaveText('2');
    // The film shows one picture over and over: the look-alikes are found.
    await expect(page.getByText(lab.set.alike(2))).toBeVisible();
    await page.context().close();
  });

  test('is stopped by leaving, and by hiding the page', async () => {
    const page = await newPage();
    await page.addInitScript(() => {
      const real = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
      const opened: MediaStream[] = [];
      Object.assign(window, { opened });
      navigator.mediaDevices.getUserMedia = async (constraints) => {
        const stream = await real(constraints);
        opened.push(stream);
        return stream;
      };
    });
    const active = () =>
      page.evaluate(() =>
        (window as unknown as { opened: MediaStream[] }).opened.map((s) => s.active),
      );
    await open(page, '#/lab/camera');
    await expect.poll(active).toEqual([true]);
    const show = (state: string) =>
      page.evaluate((visibility) => {
        Object.defineProperty(document, 'visibilityState', {
          value: visibility,
          configurable: true,
        });
        document.dispatchEvent(new Event('visibilitychange'));
      }, state);
    await show('hidden');
    expect(await active()).toEqual([false]);
    await show('visible');
    await expect.poll(active).toEqual([false, true]);
    await open(page, '#/lab');
    await expect(title(page)).toHaveText(lab.title);
    expect(await active()).toEqual([false, false]);
    await page.context().close();
  });

  test('says in words why there is none', async () => {
    const page = await newPage();
    await page.addInitScript(() => {
      navigator.mediaDevices.getUserMedia = () =>
        Promise.reject(new DOMException('no', 'NotAllowedError'));
    });
    await open(page, '#/lab/camera');
    await expect(page.getByText(en.camera.refused.denied.text)).toBeVisible();
    await expect(page.getByText(lab.camera.otherwise)).toBeVisible();
    await expectNoViolation(page, 'no camera in the Lab');
    await page.context().close();
  });
});

test('look-alikes are shown in pairs, with where they stand', async ({ page }, info) => {
  const [one, other] = [await drawnPng(false, 1), await drawnPng(true, 2)];
  const folder = await writeFiles(info.outputPath('pairs'), {
    'train/benign/a.png': one,
    'val/benign/copy-of-a.png': one,
    'train/malignant/b.png': other,
    'train/benign/b-again.png': other,
    'val/malignant/c.png': await drawnPng(true, 3),
  });
  await bring(page, folder);
  await expect(page.getByText(lab.set.alike(2))).toBeVisible();
  await page.getByText(lab.pairs.show).click();
  const pairs = page.locator('figure');
  await expect(pairs).toHaveCount(2);
  await expect(pairs.first()).toContainText(lab.pairs.sameFile);
  await expect(pairs.first()).toContainText(lab.pairs.straddles);
  await expect(pairs.first()).toContainText('benign, train');
  await expect(pairs.first()).toContainText('benign, val');
  await expect(pairs.first().getByRole('img')).toHaveCount(2);
  await expect(pairs.last()).toContainText(lab.pairs.disagrees);
  await expectNoViolation(page, 'look-alikes');
  await page.setViewportSize({ width: 320, height: 640 });
  await expectFits(page, 'look-alikes');
});

test('folds are trained in turn, go on after a reload, and are summed up', async ({
  page,
}, info) => {
  await bring(page, await classFolders(info.outputPath('pictures'), 45));
  await button(page, lab.set.draw).click();
  await expect(page.getByText(lab.set.drawn)).toBeVisible();
  await page.getByText(lab.folds.title).click();
  const k = page.getByLabel(lab.folds.k, { exact: true });
  await k.fill('3');
  await k.press('Enter');
  await expectNoViolation(page, 'a set with folds');
  await page.getByRole('link', { name: lab.folds.toModel }).click();
  await expect(page.getByText(lab.folds.onModel(3))).toBeVisible();
  await choosePreset(page, 2);
  await expect(title(page)).toHaveText(lab.folds.pageTitle('my-model', 3));
  await expect(page.getByText(lab.folds.finished(1, 3))).toBeVisible();
  await expectNoViolation(page, 'folds in training');
  await page.reload();
  await button(page, lab.folds.goOn).click();
  await expect(page.getByText(lab.folds.finished(3, 3))).toBeVisible();
  // All but the test pictures, each once.
  const held = await page
    .getByRole('row')
    .filter({ hasText: lab.runState.finished })
    .evaluateAll((rows) =>
      rows.map((row) => Number((row as HTMLTableRowElement).cells[2].textContent)),
    );
  const all = held.reduce((sum, n) => sum + n, 0);
  expect(held).toHaveLength(3);
  await expect(page.getByText(new RegExp(` on ${all} pictures$`))).toBeVisible();
  expect(all).toBeGreaterThan(30);
  expect(all).toBeLessThan(45);
  await expectNoViolation(page, 'all folds');
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
  await expectNoViolation(page, 'all folds, dark');
  await page.setViewportSize({ width: 320, height: 640 });
  await expectFits(page, 'all folds');
  // One row on the desk; one fold by itself has no look at the test pictures.
  await open(page, '#/lab');
  const row = page.getByRole('link', { name: lab.folds.pageTitle('my-model', 3) });
  await expect(row).toHaveCount(1);
  await row.click();
  await page.getByRole('link', { name: '2', exact: true }).click();
  await expect(title(page)).toHaveText(lab.folds.runName('my-model', 2, 3));
  await expect(page.getByRole('heading', { name: lab.judge.title })).toBeVisible();
  await expect(button(page, lab.judge.lookAtTest)).toBeHidden();
  await page.getByRole('link', { name: lab.folds.ofFolds }).click();
  await open(page, '#/lab');
  const name = lab.folds.pageTitle('my-model', 3);
  await button(page, lab.folds.delete(name)).click();
  await button(page, lab.desk.delete).click();
  await expect(row).toHaveCount(0);
});

test('nothing holds the page up while a model trains, or many pictures are shown', async ({
  browser,
  page,
}, info) => {
  // Watched tasks are slower, and 500 pictures take their time on a busy machine.
  test.setTimeout(10 * 60_000);
  await open(page, '#/lab');
  await expect(page.getByText(lab.desk.demo)).toBeVisible();
  const during = async (what: string, work: () => Promise<void>) => {
    const tasks = await longTasksDuring(browser, page, 25, work);
    console.log(`${what}: tasks over 25 ms: ${inWords(tasks)}`);
    return tasks[0]?.ms ?? 0;
  };
  const ofTraining = await during('the demo, from nothing to figures', async () => {
    await button(page, lab.desk.startDemo).click();
    await expect(page.locator('#run-judge')).toBeVisible({ timeout: 120_000 });
  });
  const files: Record<string, Uint8Array> = {};
  for (let i = 0; i < 500; i++) {
    files[`${i % 2 ? 'malignant' : 'benign'}/${i}.png`] = await drawnPng(i % 2 === 1, i % 50);
  }
  const folder = await writeFiles(info.outputPath('many'), files);
  await open(page, '#/lab');
  // How long the browser takes to make a list of files is its own.
  await page.locator('input[webkitdirectory]').setInputFiles(folder);
  const ofImport = await during('500 pictures come in', async () => {
    await page.locator('button', { hasText: lab.bring.take }).click();
    await expect(page.locator('#set-gallery')).toBeVisible({ timeout: 300_000 });
  });
  const ofGallery = await during('500 pictures are shown', async () => {
    const more = page.locator('button', { hasText: lab.set.more });
    while (await more.isVisible()) await more.click();
    for (let i = 0; i < 20; i++) {
      await page.mouse.wheel(0, 1_500);
      await page.waitForTimeout(50);
    }
  });
  expect(ofTraining).toBeLessThan(50);
  expect(ofImport).toBeLessThan(50);
  expect(ofGallery).toBeLessThan(50);
});

test('a run goes on while its page is hidden', async ({ browserName: _ }, info) => {
  const tab = await openTab(info.outputPath('profile'));
  try {
    await tab.use(async (page) => {
      await bring(page, await classFolders(info.outputPath('pictures'), 45));
      await button(page, lab.set.draw).click();
      await page.getByRole('link', { name: lab.set.toModel }).click();
      await page.getByRole('radio', { name: lab.model.presets.small[0] }).check();
      await page.getByText(lab.model.config, { exact: true }).click();
      const json = page.getByRole('textbox', { name: lab.model.configHint });
      const config = JSON.parse(await json.inputValue()) as { fit: object };
      // Without early stopping, so that it lasts.
      const fit = { ...config.fit, epochs: 400, callbacks: [] };
      await json.fill(JSON.stringify({ ...config, fit }));
      await button(page, lab.model.start).click();
      await untilEpoch(page, 2, 400);
      await page.evaluate(recordEpochs);
    });
    await tab.hideFor(20_000);
    const seen = await tab.use((page) =>
      page.evaluate(() => (window as unknown as { seen: Seen[] }).seen),
    );
    const hidden = seen.filter(({ visibility }) => visibility === 'hidden');
    const [first, last] = [hidden[0], hidden.at(-1)!];
    const hiddenMs = last.ms - first.ms;
    console.log(
      `hidden for ${(hiddenMs / 1000).toFixed(0)} s: ${last.epochs - first.epochs} epochs`,
    );
    // By the clock: how often a busy machine lets a hidden page look is the machine's.
    expect(hiddenMs).toBeGreaterThan(10_000);
    expect(last.epochs).toBeGreaterThan(first.epochs + 3);
  } finally {
    tab.close();
  }
});

interface Seen {
  readonly ms: number;
  readonly visibility: DocumentVisibilityState;
  /** In the run's record. */
  readonly epochs: number;
}

/** Runs in the page: notes each second whether it is hidden, and how many epochs were kept. */
function recordEpochs(): void {
  const seen: Seen[] = [];
  Object.assign(window, { seen });
  const opening = indexedDB.open('lentigo');
  opening.onsuccess = () =>
    setInterval(() => {
      const asking = opening.result.transaction('labRuns').objectStore('labRuns').getAll();
      asking.onsuccess = () => {
        const [{ epochs }] = asking.result as { epochs: unknown[] }[];
        const { visibilityState: visibility } = document;
        seen.push({ ms: performance.now(), visibility, epochs: epochs.length });
      };
    }, 1000);
}
