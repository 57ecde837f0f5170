// Choosing in the Lab: fields and their mistakes, a configuration as a link, what a run will
// take, and the upper part of MobileNetV2, which learns the same in a tab as in Node.
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test, type Page } from '@playwright/test';
import { unzipSync } from 'fflate';
import { lab } from '../src/i18n/lab';
import { expectFits, expectNoViolation } from './accessible';
import { button, serveLab, title } from './lab-desk';
import { untilEpoch } from './lab-run';
import { drawnPng, writeFiles } from './lab-set-files';

const run = promisify(execFile);
const { choose } = lab;

const { open } = serveLab();

const field = (page: Page, name: string) => page.getByLabel(name, { exact: true });
const group = (page: Page, name: string) => page.locator('summary', { hasText: name });
const json = async (page: Page) =>
  JSON.parse(await page.locator('textarea').inputValue()) as {
    name: string;
    fit: { optimizer: object; callbacks: { kind: string }[]; classWeights: number[] | null };
  };

/** A folder with train and val, and in each a folder for each class; twice as many benign. */
async function drawnFolder(folder: string): Promise<string> {
  const files: Record<string, Uint8Array> = {};
  for (let i = 0; i < 36; i++) {
    const split = i < 24 ? 'train' : 'val';
    const isMalignant = i % 3 === 0;
    const file = [split, isMalignant ? 'malignant' : 'benign', `${i}.png`].join('/');
    files[file] = await drawnPng(isMalignant, i);
  }
  return writeFiles(folder, files);
}

async function bringFolder(page: Page, folder: string): Promise<void> {
  await open(page, '#/lab');
  await page.locator('input[webkitdirectory]').setInputFiles(folder);
  await expect(page.getByText(lab.bring.found(36, 0))).toBeVisible();
  await button(page, lab.bring.take).click();
  await page.getByRole('link', { name: lab.set.toModel }).click();
  await expect(title(page)).toHaveText(lab.model.title);
}

async function fill(page: Page, name: string, value: string): Promise<void> {
  await field(page, name).fill(value);
  await field(page, name).press('Enter');
}

/** A small network at 64 px, so that nobody waits. */
async function chooseSmall(page: Page): Promise<void> {
  await page.getByRole('radio', { name: lab.model.presets.small[0] }).check();
}

async function chooseTail(page: Page, epochs: number): Promise<void> {
  await page.getByRole('radio', { name: lab.model.presets.tail[0] }).check();
  await fill(page, lab.model.sizePx, '64');
  await fill(page, lab.model.epochs, String(epochs));
  await fill(page, lab.model.batchSize, '8');
  await group(page, choose.groups.schedule).click();
  await fill(page, choose.field.warmUpSteps, '2');
}

/** Names of the files that runs keep activations in. */
const activationFiles = (page: Page) =>
  page.evaluate(async () => {
    const names: string[] = [];
    const visit = async (folder: FileSystemDirectoryHandle, path: string): Promise<void> => {
      const entries = folder as unknown as AsyncIterable<[string, FileSystemHandle]>;
      for await (const [name, handle] of entries) {
        if (handle.kind === 'file') names.push(`${path}${name}`);
        else await visit(handle as FileSystemDirectoryHandle, `${path}${name}/`);
      }
    };
    await visit(await navigator.storage.getDirectory(), '');
    return names;
  });

/** The metrics of every epoch in a run's log. */
function epochsOf(log: string): Record<string, number>[] {
  return log
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { event: string; metrics: Record<string, number> })
    .filter(({ event }) => event === 'epoch')
    .map(({ metrics }) => metrics);
}

async function exported(page: Page): Promise<Record<string, Uint8Array>> {
  const downloading = page.waitForEvent('download');
  await button(page, lab.ship.download).click();
  return unzipSync(await readFile(await (await downloading).path()));
}

test('fields write the configuration, and a mistake is shown where it is', async ({
  page,
}, info) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await bringFolder(page, await drawnFolder(info.outputPath('pictures')));
  await chooseSmall(page);
  await group(page, choose.groups.optimizer).click();
  await field(page, choose.optimizer).selectOption('rmsprop');
  await fill(page, choose.field.rho, '1.5');
  const wrong = field(page, choose.field.rho);
  await expect(wrong).toHaveValue('1.5');
  await expect(wrong).toHaveAccessibleDescription(choose.mistake.below('1'));
  await expect(page.getByText(`fit.optimizer.rho: ${choose.mistake.below('1')}`)).toBeVisible();
  await expect(button(page, lab.model.start)).toBeHidden();
  await expectNoViolation(page, 'a mistake');
  await fill(page, choose.field.rho, '0.8');
  await expect(button(page, lab.model.start)).toBeVisible();

  await group(page, choose.groups.schedule).click();
  await field(page, choose.schedule).selectOption('cosine');
  await fill(page, choose.field.warmUpSteps, '500');
  await expect(page.getByText(choose.warmUpTooLong(500, 30))).toBeVisible();
  await expect(button(page, lab.model.start)).toBeHidden();
  await fill(page, choose.field.warmUpSteps, '4');
  await expect(page.getByText(choose.steps(2, 30))).toBeVisible();

  await group(page, choose.groups.callbacks).click();
  const name = choose.callbacks['weight-average'];
  await button(page, choose.addCallback(name)).click();
  await button(page, choose.earlier(name)).click();
  await group(page, choose.groups.loss).click();
  await field(page, choose.classWeights).selectOption('own');
  await button(page, choose.weightsByCount).click();
  await group(page, choose.groups.changes).click();
  await field(page, choose.changes).selectOption('keras');
  await group(page, lab.model.config).click();
  const { fit } = await json(page);
  expect(fit.optimizer).toEqual({
    ...{ kind: 'rmsprop', rho: 0.8, momentum: 0, epsilon: 1e-7, centered: false },
  });
  expect(fit.callbacks.map(({ kind }) => kind)).toEqual(['weight-average', 'early-stopping']);
  // 16 benign and 8 malignant ones are trained on.
  expect(fit.classWeights).toEqual([0.75, 1.5]);
  await expectNoViolation(page, 'all settings open');
  await page.setViewportSize({ width: 320, height: 640 });
  await expectFits(page, 'all settings open');
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
  await expectNoViolation(page, 'all settings open, dark');
  // The address holds it all.
  await expect.poll(() => page.url()).toContain('config=1.');
  await page.reload();
  await group(page, lab.model.config).click();
  expect((await json(page)).fit).toEqual(fit);
});

test('a configuration goes to somebody else as a link', async ({ page, context }, info) => {
  await bringFolder(page, await drawnFolder(info.outputPath('pictures')));
  await chooseSmall(page);
  await fill(page, lab.model.name, 'sent-by-link');
  // Not granted yet: the link is there to be copied by hand.
  await context.clearPermissions();
  await button(page, choose.copyLink).click();
  const shown = page.getByLabel(choose.linkWords);
  const copied = page.getByText(choose.copied);
  await expect(shown.or(copied)).toBeVisible();
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await button(page, choose.copyLink).click();
  await expect(copied).toBeVisible();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(link).toContain('#/lab/config?config=1.');

  // The other one has other pictures, here the same; and goes to them from the link.
  await page.goto(link);
  await expect(title(page)).toHaveText(choose.openTitle);
  await expect(page.getByText(choose.openLead('sent-by-link'))).toBeVisible();
  await expectNoViolation(page, 'a configuration from a link');
  await page.setViewportSize({ width: 320, height: 640 });
  await expectFits(page, 'a configuration from a link');
  await page.getByRole('link', { name: choose.openOn(lab.bring.defaultName) }).click();
  await expect(field(page, lab.model.name)).toHaveValue('sent-by-link');
  await expect(button(page, lab.model.start)).toBeVisible();

  // Somebody who has none yet.
  const other = await context.browser()!.newContext();
  const strange = await other.newPage();
  await strange.goto(link);
  await expect(strange.getByText(choose.openNoSets)).toBeVisible();
  await other.close();
});

test('a link that is no configuration is said to be one, and nothing more happens', async ({
  page,
}, info) => {
  await bringFolder(page, await drawnFolder(info.outputPath('pictures')));
  const here = new URL(page.url()).hash.replace(/\?.*/, '');
  const { deflateSync } = await import('fflate');
  const packed = (text: string) =>
    `1.${Buffer.from(deflateSync(Buffer.from(text))).toString('base64url')}`;
  const cases = [
    ['<img src=x onerror=alert(1)>', choose.badLink.damaged],
    ['1.AAAA', choose.badLink.damaged],
    ['9.AAAA', choose.badLink['unknown-format']],
    [packed(' '.repeat(5_000_000)), choose.badLink['too-long']],
    [packed('{"name":"<b>x</b>","fit":{"epochs":-1}}'), choose.badLink.mistaken],
  ] as const;
  page.on('dialog', () => expect(true, 'a dialog came up').toBe(false));
  for (const [link, words] of cases) {
    for (const route of [here, '#/lab/config']) {
      await open(page, `${route}?config=${encodeURIComponent(link)}`);
      await page.reload();
      await expect(page.getByText(words, { exact: true })).toBeVisible();
    }
    await expectNoViolation(page, 'a bad link');
  }
  // The page of the set goes on with its usual configuration.
  await open(page, `${here}?config=1.AAAA`);
  await page.reload();
  await expect(page.getByText(choose.badLinkThen)).toBeVisible();
  await expect(button(page, lab.model.start)).toBeVisible();
});

test('how long and how much memory, measured before it is started', async ({ page }, info) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await bringFolder(page, await drawnFolder(info.outputPath('pictures')));
  await chooseTail(page, 2);
  await button(page, choose.measure).click();
  await button(page, choose.cancel).click();
  await expect(button(page, choose.measure)).toBeVisible();
  await button(page, choose.measure).click();
  const measured = page.getByText(/^Measured just now with 12 pictures on wasm/);
  await expect(measured).toBeVisible({ timeout: 120_000 });
  await expect(page.getByText(choose.prepare.activations)).toBeVisible();
  await expect(page.getByText(choose.disk)).toBeVisible();
  await expect(page.getByText(/for 2 epochs, less if it stops early/)).toBeVisible();
  await expect(page.getByText(/for (each of \d+ replicas|the replica)$/)).toBeVisible();
  await expectNoViolation(page, 'an estimate');
  await page.setViewportSize({ width: 320, height: 640 });
  await expectFits(page, 'an estimate');
  // Epochs only multiply; another size has to be measured.
  await fill(page, lab.model.epochs, '5');
  await expect(page.getByText(/for 5 epochs, less if it stops early/)).toBeVisible();
  await fill(page, lab.model.sizePx, '96');
  await expect(page.getByText(choose.isStale)).toBeVisible();
  await expect(measured).toBeHidden();
  // What was tried out leaves nothing behind.
  expect(await activationFiles(page)).toEqual([]);
});

test('the upper part of MobileNetV2 learns the same here and in Node', async ({ page }, info) => {
  const folder = await drawnFolder(info.outputPath('pictures'));
  await bringFolder(page, folder);
  await chooseTail(page, 3);
  await button(page, lab.model.start).click();
  await expect(page.getByRole('heading', { name: lab.judge.title })).toBeVisible();
  expect(await activationFiles(page)).toEqual([]);
  const files = await exported(page);
  const config = info.outputPath('config.json');
  await writeFile(config, files['config.json']);
  const out = info.outputPath('run');
  const script = join(import.meta.dirname, '../training/train.ts');
  const args = ['--config', config, '--data', folder, '--out', out, '--backend', 'wasm'];
  await run('npx', ['tsx', script, ...args, '--cache', info.outputPath('cache')]);
  const inTab = epochsOf(Buffer.from(files['log.jsonl']).toString());
  const inNode = epochsOf(await readFile(join(out, 'log.jsonl'), 'utf8'));
  expect(inNode).toHaveLength(3);
  inNode.forEach((metrics, i) => {
    for (const [name, value] of Object.entries(metrics)) {
      expect(inTab[i][name], `${name} of epoch ${i + 1}`).toBeCloseTo(value, 4);
    }
  });
});

test('activations outlive a reload, and go with their run', async ({ page }, info) => {
  await bringFolder(page, await drawnFolder(info.outputPath('pictures')));
  await chooseTail(page, 400);
  // It would end by itself.
  await group(page, choose.groups.callbacks).click();
  await button(page, choose.remove(choose.callbacks['early-stopping'])).click();
  await button(page, lab.model.start).click();
  await untilEpoch(page, 2, 400);
  const kept = await activationFiles(page);
  expect(kept).toHaveLength(2);
  await page.reload();
  await expect(page.getByText(lab.run.cutOff)).toBeVisible();
  expect(await activationFiles(page)).toEqual(kept);
  // Every stage that is told from now on; one that computes would count up from 0.
  await page.evaluate(
    (words) => {
      const seen: string[] = [];
      Object.assign(window, { seen });
      new MutationObserver(() => {
        const text = document.body.textContent ?? '';
        for (const word of words) {
          const at = text.indexOf(word);
          if (at >= 0) seen.push(text.slice(at, at + word.length + 12));
        }
      }).observe(document.body, { subtree: true, childList: true, characterData: true });
    },
    [lab.run.stage.activations('train'), lab.run.stage.activations('val')],
  );
  await button(page, lab.run.goOn).click();
  await untilEpoch(page, 3, 400);
  const seen = await page.evaluate(() => (window as unknown as { seen: string[] }).seen);
  for (const words of seen) expect(words).toMatch(/ (24 of 24|12 of 12)/);
  await button(page, lab.run.stop).click();
  await expect(page.getByText(`${lab.runState.stopped}.`)).toBeVisible();
  expect(await activationFiles(page)).toEqual(kept);
  await open(page, '#/lab');
  await page.reload();
  await button(page, lab.desk.deleteRun('my-model')).click();
  await button(page, lab.desk.delete).click();
  await expect(page.getByText(lab.desk.noRuns)).toBeVisible();
  expect(await activationFiles(page)).toEqual([]);
});
