// Judging in the Lab: what stands behind a count, curves with their tables, groups, and a
// note that is found again beside other runs.
import { expect, test } from '@playwright/test';
import { strToU8 } from 'fflate';
import { lab } from '../src/i18n/lab';
import { expectFits, expectNoViolation } from './accessible';
import { drawnPng, writeFiles } from './lab-set-files';
import { serveDist, type StaticServer } from './static-server';

let server: StaticServer;
test.beforeAll(async () => {
  server = await serveDist();
});
test.afterAll(() => server.stop());

/** Pictures with a labels file that knows of splits, sexes and diagnoses. */
async function labelledFolder(folder: string): Promise<string> {
  const files: Record<string, Uint8Array> = {};
  const rows = ['file,target,split,diagnosis,sex,age'];
  for (let i = 0; i < 48; i++) {
    const isMalignant = i % 2 === 1;
    // Every sixth looks like the other class: no curve is perfect.
    files[`${i}.png`] = await drawnPng(isMalignant === (i % 6 !== 5), i);
    rows.push(
      [
        ...[`${i}.png`, isMalignant ? 'malignant' : 'benign', i < 24 ? 'train' : 'val'],
        ...[isMalignant ? 'melanoma' : 'nevus', i % 4 < 2 ? 'female' : 'male', 20 + i],
      ].join(),
    );
  }
  files['labels.csv'] = strToU8(`${rows.join('\n')}\n`);
  return writeFiles(folder, files);
}

test('counts open their pictures, charts have tables, groups have figures, a note stays', async ({
  page,
}, info) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto(`${server.url}?backend=wasm#/lab`);
  const folder = await labelledFolder(info.outputPath('pictures'));
  await page.locator('input[webkitdirectory]').setInputFiles(folder);
  await expect(page.getByText(lab.bring.ours)).toBeVisible();
  await page.getByRole('button', { name: lab.bring.take }).click();
  await page.getByRole('link', { name: lab.set.toModel }).click();
  await page.getByRole('radio', { name: lab.model.presets.small[0] }).check();
  await page.getByLabel(lab.model.epochs).fill('3');
  await page.getByRole('button', { name: lab.model.start }).click();
  await expect(page.getByRole('heading', { name: lab.judge.title })).toBeVisible();

  // At a threshold of 0 everything is flagged: 12 malignant and 12 benign val pictures.
  const slider = page.getByRole('slider').first();
  await slider.focus();
  await page.keyboard.press('Home');
  const flagged = lab.judge.cell(lab.judge.malignant, lab.judge.flagged);
  const missed = lab.judge.cell(lab.judge.malignant, lab.judge.notFlagged);
  await expect(page.getByRole('button', { name: lab.judge.openCell(missed, 0) })).toBeDisabled();
  await page.getByRole('button', { name: lab.judge.openCell(flagged, 12) }).focus();
  await page.keyboard.press('Enter');
  const opened = page.getByRole('region', { name: flagged, exact: true });
  await expect(opened.getByRole('listitem')).toHaveCount(12);
  await expect(opened.getByRole('img').first()).toBeVisible();

  for (const heading of [lab.judge.roc, lab.judge.precisionRecall, lab.judge.reliability]) {
    await expect(page.getByRole('img', { name: heading, exact: true })).toBeVisible();
  }
  const tables = page.locator('summary', { hasText: lab.run.table });
  await expect(tables).toHaveCount(4);
  await tables.nth(1).click();
  // All found: flagged then are all that rank so high.
  await expect(page.getByRole('columnheader', { name: lab.judge.precision })).toBeVisible();

  await page.locator('summary', { hasText: lab.judge.groups }).click();
  const melanoma = page.getByRole('row', { name: /^melanoma/ });
  // All flagged: sensitivity 1, specificity 0, over 12 and 12 pictures.
  await expect(melanoma.getByRole('cell').nth(0)).toHaveText('24');
  await expect(melanoma.getByRole('cell').nth(3)).toHaveText(/^1\.00/);
  await expect(melanoma.getByRole('cell').nth(4)).toHaveText(/^0\.00/);
  // Six of a class: marked.
  await expect(page.getByRole('rowheader', { name: 'female *' })).toBeVisible();
  await expectNoViolation(page, 'a judged run, all of it open');
  await page.setViewportSize({ width: 320, height: 640 });
  await expectFits(page, 'a judged run, all of it open');
  await page.setViewportSize({ width: 1280, height: 800 });

  await page.getByLabel(lab.note.title).fill('Hair in the way.');
  await expect(page.getByText(lab.note.saved)).toBeVisible();
  await page.reload();
  await expect(page.getByLabel(lab.note.title)).toHaveValue('Hair in the way.');
  // A second run, so that there is something to compare; its page is left as it trains.
  await page.getByRole('link', { name: lab.step.model }).click();
  await page.getByRole('radio', { name: lab.model.presets.small[0] }).check();
  await page.getByLabel(lab.model.epochs).fill('2');
  await page.getByRole('button', { name: lab.model.start }).click();
  await expect(page.getByRole('heading', { name: lab.judge.title })).toBeVisible();
  await page.goto(`${server.url}?backend=wasm#/lab/compare`);
  await expect(page.getByRole('cell', { name: 'Hair in the way.' })).toBeVisible();
  await expectNoViolation(page, 'runs side by side, with a note');
  await page
    .getByRole('button', { name: lab.desk.deleteRun('my-model') })
    .first()
    .click();
  await page.getByRole('button', { name: lab.desk.delete, exact: true }).first().click();
  await expect(page.getByText(lab.compare.tooFew)).toBeVisible();
});
