// How pictures come into the Lab: what is refused and why, tables, splits that leak, and an
// import that is left.
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { strToU8, zipSync } from 'fflate';
import { lab } from '../src/i18n/lab';
import { expectNoViolation } from './accessible';
import { button, countOf, serveLab, title } from './lab-desk';
import { classFolders, drawnPng, writeFiles } from './lab-set-files';

const { bring, open } = serveLab();

test('what is refused is named, with its reason', async ({ page }, info) => {
  const good = await drawnPng(false, 1);
  const huge = Buffer.from(good);
  // Its header asks for 60,000 × 60,000 pixels.
  huge.writeUInt32BE(60_000, 16);
  huge.writeUInt32BE(60_000, 20);
  const folder = await writeFiles(info.outputPath('refused'), {
    'good.zip': zipSync(
      {
        'set/benign/a.png': good,
        'set/malignant/b.png': await drawnPng(true, 2),
        'set/benign/huge.png': huge,
        'set/benign/words.jpg': Buffer.from('not a picture at all'),
        'set/benign/run.exe': Buffer.from('MZ'),
        '../../evil.png': good,
      },
      { level: 0 },
    ),
    // 90 files of a megabyte of nothing: each is small enough by itself.
    'bomb.zip': zipSync(
      Object.fromEntries(
        Array.from({ length: 90 }, (_, i) => [`benign/${i}.png`, new Uint8Array(2 ** 20)]),
      ),
      { level: 9 },
    ),
    'fake.zip': Buffer.from('no archive'),
  });
  await open(page, '#/lab');
  const chosen = ['good.zip', 'bomb.zip', 'fake.zip'].map((name) => join(folder, name));
  await page.locator('input[accept^=".zip,"]').setInputFiles(chosen);
  await page.getByText(lab.set.refused(4)).click();
  await expect(page.getByText(`bomb.zip: ${lab.refusal.bomb}`)).toBeVisible();
  await expectNoViolation(page, 'what was refused while reading');
  await button(page, lab.bring.take).click();
  await expect(title(page)).toHaveText(lab.bring.defaultName);
  await page.getByText(/files were left out/).click();
  for (const [path, reason] of [
    ['../../evil.png', 'outside'],
    ['set/benign/run.exe', 'type'],
    ['set/benign/huge.png', 'too-many-pixels'],
    ['set/benign/words.jpg', 'not-a-picture'],
    ['bomb.zip', 'bomb'],
    ['fake.zip', 'no-zip'],
  ] as const) {
    await expect(page.getByText(`${path}: ${lab.refusal[reason]}`)).toBeVisible();
  }
  await expect(countOf(page, 'benign')).toHaveText('1');
});

test('tables of one name, and columns without one, are taken as they come', async ({
  page,
}, info) => {
  const table = 'image_id,dx,,\na,nv,,\nb,mel,,\n';
  const packed = async (name: string, isMalignant: boolean, seed: number) =>
    zipSync({ [name]: await drawnPng(isMalignant, seed), 'metadata.csv': strToU8(table) });
  const folder = await writeFiles(info.outputPath('tables'), {
    'one.zip': await packed('a.png', false, 1),
    'two.zip': await packed('b.png', true, 2),
  });
  await open(page, '#/lab');
  await page
    .locator('input[accept^=".zip,"]')
    .setInputFiles([join(folder, 'one.zip'), join(folder, 'two.zip')]);
  await expect(page.getByRole('radio', { name: lab.bring.byTable('metadata.csv') })).toHaveCount(2);
  await button(page, lab.bring.take).click();
  await expect(title(page)).toHaveText(lab.bring.defaultName);
  await expect(countOf(page, 'malignant')).toHaveText('1');
});

test('what leaks is trained on by no way round', async ({ page }, info) => {
  const rows = ['file,target,split,patient_id'];
  const files: Record<string, Uint8Array> = {};
  for (let i = 0; i < 8; i++) {
    const isMalignant = i % 2 === 1;
    files[`${i}.png`] = await drawnPng(isMalignant, i);
    // One patient on both sides.
    const patient = i < 2 || i === 4 ? 'p' : `p${i}`;
    rows.push(
      `${i}.png,${isMalignant ? 'malignant' : 'benign'},${i < 4 ? 'train' : 'val'},${patient}`,
    );
  }
  files['labels.csv'] = strToU8(`${rows.join('\n')}\n`);
  await bring(page, await writeFiles(info.outputPath('leaking'), files));
  await expect(page.getByText(lab.set.leaks(1))).toBeVisible();
  await page.evaluate(() => (location.hash += '/model'));
  await expect(title(page)).toHaveText(lab.model.title);
  await expect(page.getByText(lab.set.leaks(1))).toBeVisible();
  await expect(button(page, lab.model.start)).toBeHidden();
});

test('an import that is left takes its pictures with it', async ({ page }, info) => {
  const folder = await classFolders(info.outputPath('left'), 6);
  await open(page, '#/lab');
  await page.locator('input[webkitdirectory]').setInputFiles(folder);
  await expect(button(page, lab.bring.take)).toBeVisible();
  expect(page.workers()).toHaveLength(1);
  await page.evaluate(() => (location.hash = '#/about'));
  await expect(title(page)).not.toHaveText(lab.title);
  await expect.poll(() => page.workers().length).toBe(0);
  await open(page, '#/lab');
  await expect(page.getByText(lab.desk.noSets)).toBeVisible();
});
