// A run that changes hosts: stopped in a tab and finished in Node, stopped in Node and
// finished in a tab, each with the curve of a run that never stopped.
import { execFile, spawn } from 'node:child_process';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test, type Page } from '@playwright/test';
import { unzipSync, zipSync } from 'fflate';
import { presetConfig } from '../src/core/run/presets';
import { parseRunLog } from '../src/core/run/run-log';
import { lab } from '../src/i18n/lab';
import { expectFits, expectNoViolation } from './accessible';
import { button, serveLab } from './lab-desk';
import { drawnPng, writeFiles } from './lab-set-files';

const run = promisify(execFile);
const trainScript = join(import.meta.dirname, '../training/train.ts');
const EPOCHS = 24;
/** Node starts anew for each run, and two cores have other work besides. */
test.setTimeout(480_000);
const TRAINED = { timeout: 180_000 };
/** An engine with other kernels rounds otherwise, and each step spreads it. */
const DIGITS = 3;

const { open } = serveLab();

/** Two folders, one for each class, and no split. */
async function drawnFolder(folder: string): Promise<string> {
  const files: Record<string, Uint8Array> = {};
  for (let i = 0; i < 48; i++) {
    const file = [i % 2 ? 'malignant' : 'benign', `${i}.png`].join('/');
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
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(lab.bring.defaultName);
}

/** A small network without anything that ends a run early, as the Lab's JSON. */
function configJson(): string {
  const config = presetConfig('small', 'carried', 4);
  return JSON.stringify({ ...config, fit: { ...config.fit, epochs: EPOCHS, callbacks: [] } });
}

type Epochs = ReadonlyMap<number, Readonly<Record<string, number>>>;

/** The metrics of every epoch in a run's log, the last word of each. */
function epochsOf(log: string): Epochs {
  return new Map(parseRunLog(log).epochs.map(({ epoch, metrics }) => [epoch, metrics]));
}

function expectSameCurve(curve: Epochs, other: Epochs): void {
  expect(curve.size).toBe(EPOCHS);
  expect(other.size).toBe(EPOCHS);
  for (const [epoch, metrics] of other) {
    expect(curve.get(epoch)!.valLoss, `epoch ${epoch}`).toBeCloseTo(metrics.valLoss, DIGITS);
    expect(curve.get(epoch)!.loss, `epoch ${epoch}`).toBeCloseTo(metrics.loss, DIGITS);
  }
}

async function exported(page: Page): Promise<Map<string, Uint8Array>> {
  const downloading = page.waitForEvent('download');
  await button(page, lab.ship.download).click();
  const path = await (await downloading).path();
  return new Map(Object.entries(unzipSync(await readFile(path))));
}

async function unpack(files: ReadonlyMap<string, Uint8Array>, folder: string): Promise<void> {
  for (const [name, bytes] of files) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), bytes);
  }
}

const trainArgs = (config: string, data: string, out: string) => [
  ...['tsx', trainScript, '--config', config, '--data', data],
  ...['--out', out, '--backend', 'wasm'],
];
const logOf = async (out: string) => epochsOf(await readFile(join(out, 'log.jsonl'), 'utf8'));
const zipOf = (files: Record<string, Uint8Array>) => ({
  ...{ name: 'run.zip', mimeType: 'application/zip', buffer: Buffer.from(zipSync(files)) },
});

/** All files of a folder by their names below it, as its user would zip it. */
async function filesBelow(folder: string, below: string): Promise<Record<string, Uint8Array>> {
  const files: Record<string, Uint8Array> = {};
  for (const name of await readdir(folder, { recursive: true })) {
    const bytes = await readFile(join(folder, name)).catch(() => null);
    if (bytes) files[below + name] = bytes;
  }
  return files;
}

/** A run in Node that Ctrl-C ends after some epochs. */
async function stopInNode(config: string, data: string, out: string): Promise<void> {
  const child = spawn('npx', trainArgs(config, data, out), {
    ...{ detached: true, stdio: ['ignore', 'ignore', 'pipe'] },
  });
  let isTold = false;
  child.stderr?.on('data', (text: Buffer) => {
    if (isTold || !/epoch [2-9]:/.test(text.toString())) return;
    isTold = true;
    process.kill(-child.pid!, 'SIGINT');
  });
  await new Promise((done) => child.on('close', done));
}

test('stopped in the tab, finished in Node, and judged in the tab again', async ({
  page,
}, info) => {
  const folder = await drawnFolder(info.outputPath('pictures'));
  await bringFolder(page, folder);
  // The split is the Lab's own: Node would draw another.
  await page.getByLabel(lab.set.seed).fill('7');
  await button(page, lab.set.draw).click();
  await page.getByRole('link', { name: lab.set.toModel }).click();
  await page.getByText(lab.model.config, { exact: true }).click();
  await page.getByLabel(lab.model.configHint).fill(configJson());
  await button(page, lab.model.start).click();
  // Any of them: an epoch may be over between two looks.
  await expect(page.getByText(/Epoch ([3-9]|1\d) of 24/)).toBeVisible();
  await button(page, lab.run.stop).click();
  await expect(page.getByRole('heading', { name: lab.carry.title })).toBeVisible();
  await expectNoViolation(page, 'a stopped run');
  const files = await exported(page);
  expect([...files.keys()].sort()).toEqual(
    ['checkpoint.bin', 'config.json', 'log.jsonl', 'pictures.csv'].sort(),
  );
  const out = info.outputPath('carried');
  await unpack(files, out);
  const before = (await logOf(out)).size;
  expect(before).toBeLessThan(EPOCHS);
  await run('npx', [...trainArgs(join(out, 'config.json'), folder, out), '--resume']);
  // The same to its end in the tab, without a stop in Node.
  await button(page, lab.run.goOn).click();
  await expect(page.getByRole('heading', { name: lab.judge.title })).toBeVisible(TRAINED);
  expectSameCurve(
    await logOf(out),
    epochsOf(Buffer.from((await exported(page)).get('log.jsonl')!).toString()),
  );
  // What Node finished opens with its pictures, and is judged.
  await open(page, '#/lab');
  await page.locator('input[accept=".zip"]').setInputFiles(zipOf(await filesBelow(out, '')));
  await expect(page.getByRole('heading', { name: lab.judge.title })).toBeVisible();
});

test('stopped in Node, finished in the tab once its pictures are there', async ({ page }, info) => {
  const folder = await drawnFolder(info.outputPath('pictures'));
  const config = info.outputPath('config.json');
  await mkdir(dirname(config), { recursive: true });
  await writeFile(config, configJson());
  const out = info.outputPath('stopped');
  await stopInNode(config, folder, out);
  const files = await filesBelow(out, 'my-run/');
  const whole = info.outputPath('whole');
  await run('npx', trainArgs(config, folder, whole));

  await open(page, '#/lab');
  await page.locator('input[accept=".zip"]').setInputFiles(zipOf(files));
  await expect(page.getByText(lab.carry.noMatch(48))).toBeVisible();
  await expect(button(page, lab.run.goOn)).toBeHidden();
  await expectNoViolation(page, 'a run without its pictures');
  await page.setViewportSize({ width: 320, height: 640 });
  await expectFits(page, 'a run without its pictures');
  await bringFolder(page, folder);
  await open(page, '#/lab');
  await page.getByRole('link', { name: 'carried' }).click();
  await button(page, lab.run.goOn).click();
  await expect(page.getByRole('heading', { name: lab.judge.title })).toBeVisible(TRAINED);
  const log = Buffer.from((await exported(page)).get('log.jsonl')!).toString();
  expectSameCurve(epochsOf(log), await logOf(whole));
});
