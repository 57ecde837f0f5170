// The Lab from nothing: the demo; a person's own folder, from its pictures to a model that
// Node judges the same; a page that goes in the middle of a run; a phone.
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test, type Page } from '@playwright/test';
import { unzipSync, zipSync } from 'fflate';
import { parsePictureTable } from '../src/core/run/picture-table';
import { en } from '../src/i18n/en';
import { lab } from '../src/i18n/lab';
import { expectFits, expectNoViolation } from './accessible';
import { button, serveLab, title } from './lab-desk';
import { untilEpoch } from './lab-run';
import { classFolders, drawnPng, writeFiles } from './lab-set-files';

const run = promisify(execFile);

const { bring, open, url } = serveLab();

/** A folder with train, val and test, and in each a folder for each class. */
async function drawnFolder(folder: string): Promise<string> {
  const files: Record<string, Uint8Array> = {};
  for (let i = 0; i < 48; i++) {
    const split = i < 24 ? 'train' : i < 36 ? 'val' : 'test';
    const file = [split, i % 2 ? 'malignant' : 'benign', `${i}.png`].join('/');
    // Every sixth looks like the other class: no curve is perfect.
    const looksMalignant = (i % 2 === 1) === (i % 6 !== 5);
    files[file] = await drawnPng(looksMalignant, i);
  }
  return writeFiles(folder, files);
}

async function bringFolder(page: Page, folder: string): Promise<void> {
  await open(page, '#/lab');
  await page.locator('input[webkitdirectory]').setInputFiles(folder);
  await expect(page.getByText(lab.bring.found(48, 0))).toBeVisible();
  await button(page, lab.bring.take).click();
  await expect(title(page)).toHaveText(lab.bring.defaultName);
}

async function chooseSmall(page: Page, epochs: number): Promise<void> {
  await page.getByRole('radio', { name: lab.model.presets.small[0] }).check();
  await page.getByLabel(lab.model.epochs).fill(String(epochs));
}

/** Chooses a model on the set that is open, changes its epochs, and starts. */
async function startSmall(page: Page, epochs: number): Promise<void> {
  await page.getByRole('link', { name: lab.set.toModel }).click();
  await chooseSmall(page, epochs);
  await button(page, lab.model.start).click();
}

/** The metrics of every epoch in a run's log. */
function epochsOf(log: string): Record<string, number>[] {
  return log
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { event: string; metrics: Record<string, number> })
    .filter(({ event }) => event === 'epoch')
    .map(({ metrics }) => metrics);
}

async function exported(page: Page): Promise<Map<string, Uint8Array>> {
  const downloading = page.waitForEvent('download');
  await button(page, lab.ship.download).click();
  const path = await (await downloading).path();
  return new Map(Object.entries(unzipSync(await readFile(path))));
}

test('the demo: from nothing to a judged model, every page on the way passes axe', async ({
  page,
}) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto(url());
  await page.getByRole('link', { name: 'Lab', exact: true }).click();
  await expect(title(page)).toHaveText(lab.title);
  await expectNoViolation(page, 'desk');
  await button(page, lab.desk.startDemo).click();
  await expect(page.getByRole('heading', { name: lab.judge.title })).toBeVisible({
    timeout: 120_000,
  });
  await expectNoViolation(page, 'a finished run');
  const files = await exported(page);
  expect([...files.keys()]).toEqual(
    expect.arrayContaining(['config.json', 'bundle/card.json', 'bundle/model.json']),
  );
  // What was taken along can be opened again.
  await open(page, '#/lab');
  const zip = Buffer.from(zipSync(Object.fromEntries(files)));
  const chosen = { name: 'run.zip', mimeType: 'application/zip', buffer: zip };
  await page.locator('input[accept=".zip"]').setInputFiles(chosen);
  // Its pictures are still here, so it is whole again.
  await expect(title(page)).toHaveText('drawn-spots');
  await expect(page.getByRole('heading', { name: lab.judge.title })).toBeVisible();
  await expect(page.getByRole('link', { name: lab.step.pictures })).toHaveAttribute(
    'href',
    /#\/lab\/sets\/.+/,
  );
  await expectNoViolation(page, 'a run from elsewhere');
  // The model answers in Check, which says whose it is, until it is taken back.
  await button(page, lab.ship.use).click();
  await expect(page.getByText(en.app.ownModel('drawn-spots'))).toBeVisible();
  await open(page, '#/demo');
  await expect(page.locator('[data-outcome]')).toBeVisible();
  await expect(page.getByText(en.app.ownModel('drawn-spots'))).toBeVisible();
  await expectNoViolation(page, 'an answer of one’s own model');
  await open(page, '#/about');
  await expect(page.getByText('drawn-spots', { exact: true })).toBeVisible();
  await button(page, en.app.ownModelBack).click();
  await expect(page.getByText(en.app.ownModel('drawn-spots'))).toBeHidden();
  await expect(page.getByText('drawn-spots', { exact: true })).toBeHidden();
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
  await open(page, '#/lab');
  await page.getByRole('link', { name: 'drawn-spots' }).last().click();
  await expect(page.getByRole('heading', { name: lab.judge.title })).toBeVisible();
  await expectNoViolation(page, 'a finished run, dark');
  await page.getByRole('link', { name: lab.step.pictures }).click();
  await expect(title(page)).toHaveText(lab.desk.demoName);
  await expectNoViolation(page, 'a set, dark');
  await page.getByRole('link', { name: lab.set.toModel }).click();
  await expect(title(page)).toHaveText(lab.model.title);
  await expectNoViolation(page, 'choosing a model, dark');
});

test('a folder becomes a model, and Node judges it the same', async ({ page }, info) => {
  // Without splits: only the run knows which were drawn for it.
  const folder = await classFolders(info.outputPath('pictures'), 48);
  await bring(page, folder);
  await button(page, lab.set.draw).click();
  await startSmall(page, 4);
  await expect(page.getByRole('heading', { name: lab.judge.title })).toBeVisible();
  const files = await exported(page);
  const unpacked = await writeFiles(info.outputPath('unpacked'), Object.fromEntries(files));
  const json = info.outputPath('report.json');
  const script = join(import.meta.dirname, '../training/evaluate.ts');
  const args = ['--model', join(unpacked, 'bundle'), '--data', folder];
  args.push('--split', 'val', '--json', json);
  await run('npx', ['tsx', script, ...args, '--backend', 'wasm']);
  const report = JSON.parse(await readFile(json, 'utf8')) as {
    auroc: { value: number };
    predictions: { file: string; probability: number }[];
  };
  const { value } = report.auroc;
  await expect(page.getByText(value.toFixed(3), { exact: true }).first()).toBeVisible();
  // Where sharp and the browser decode a PNG they agree to the last bit.
  const scores = JSON.parse(Buffer.from(files.get('scores/val.json')!).toString()) as {
    rows: { file: string; margin: number }[];
  };
  const { calibration } = JSON.parse(Buffer.from(files.get('bundle/card.json')!).toString()) as {
    calibration: { scale: number; offset: number };
  };
  expect(scores.rows.length).toBeGreaterThan(5);
  expect(report.predictions).toHaveLength(scores.rows.length);
  for (const { file, probability } of report.predictions) {
    const row = scores.rows.find((one) => one.file === file)!;
    const { scale, offset } = calibration;
    expect(1 / (1 + Math.exp(-(scale * row.margin + offset)))).toBeCloseTo(probability, 5);
  }
  // The same config and pictures give Node the same curve.
  const config = info.outputPath('config.json');
  await writeFile(config, files.get('config.json')!);
  await writeFile(join(folder, 'labels.csv'), files.get('pictures.csv')!);
  const out = info.outputPath('run');
  const trainScript = join(import.meta.dirname, '../training/train.ts');
  const trainArgs = ['--config', config, '--data', folder, '--out', out, '--backend', 'wasm'];
  await run('npx', ['tsx', trainScript, ...trainArgs]);
  const inTab = epochsOf(Buffer.from(files.get('log.jsonl')!).toString());
  const inNode = epochsOf(await readFile(join(out, 'log.jsonl'), 'utf8'));
  expect(inNode).toHaveLength(4);
  inNode.forEach((metrics, i) => {
    for (const [name, value] of Object.entries(metrics)) {
      expect(inTab[i][name], `${name} of epoch ${i + 1}`).toBeCloseTo(value, 4);
    }
  });
  // The test pictures, once; then a second run, and the two side by side.
  await button(page, lab.judge.lookAtTest).click();
  await page.getByRole('radio', { name: lab.judge.split.test }).check();
  const pictures = parsePictureTable(Buffer.from(files.get('pictures.csv')!).toString());
  const ofTest = pictures.filter(({ split }) => split === 'test').map(({ target }) => target);
  const malignant = ofTest.filter((target) => target === 'malignant').length;
  await expect(page.getByText(lab.judge.onTest(ofTest.length, malignant, 1))).toBeVisible();
  await page.getByRole('link', { name: lab.step.model }).click();
  await page.getByLabel(lab.model.seed).fill('9');
  await chooseSmall(page, 3);
  await button(page, lab.model.start).click();
  await expect(page.getByRole('heading', { name: lab.judge.title })).toBeVisible();
  await open(page, '#/lab');
  await page.getByRole('link', { name: lab.compare.link }).click();
  await expect(page.getByText(lab.compare.differenceHint)).toBeVisible();
  await expect(page.getByRole('cell', { name: '3', exact: true }).first()).toBeVisible();
  await expectNoViolation(page, 'two runs side by side');
});

test('a page that goes in the middle of a run leaves one that goes on', async ({ page }, info) => {
  await bringFolder(page, await drawnFolder(info.outputPath('pictures')));
  await page.getByRole('link', { name: lab.set.toModel }).click();
  await chooseSmall(page, 400);
  // It would end by itself.
  await page.getByText(lab.choose.groups.callbacks, { exact: true }).click();
  await button(page, lab.choose.remove(lab.choose.callbacks['early-stopping'])).click();
  await button(page, lab.model.start).click();
  await untilEpoch(page, 2, 400);
  await page.reload();
  await expect(page.getByText(lab.run.cutOff)).toBeVisible();
  await button(page, lab.run.goOn).click();
  await untilEpoch(page, 3, 400);
  await button(page, lab.run.pause).click();
  await button(page, lab.run.resume).click();
  await button(page, lab.run.end).click();
  await expect(page.getByRole('heading', { name: lab.judge.title })).toBeVisible();
  // The threshold can be moved with the keyboard.
  const slider = page.getByRole('slider').first();
  await slider.focus();
  await page.keyboard.press('Home');
  await expect(page.getByText(lab.judge.missed(0, 6, '').slice(0, -2))).toBeVisible();
});

test('a run can be watched on a phone', async ({ page }, info) => {
  await page.setViewportSize({ width: 320, height: 640 });
  await bringFolder(page, await drawnFolder(info.outputPath('pictures')));
  await expectFits(page, 'a set');
  await startSmall(page, 3);
  await expect(title(page)).toHaveText('my-model');
  await expectFits(page, 'a run');
  await expect(page.getByRole('heading', { name: lab.judge.title })).toBeVisible();
  await expectFits(page, 'a finished run');
});
