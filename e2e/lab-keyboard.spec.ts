// The Lab with the keyboard alone: pictures, split, model, training, figures, and out again.
import { readFile } from 'node:fs/promises';
import { expect, test, type Page } from '@playwright/test';
import { unzipSync, zipSync } from 'fflate';
import { en } from '../src/i18n/en';
import { lab } from '../src/i18n/lab';
import { expectFocus, press, tabTo } from './keyboard';
import { drawnPng } from './lab-set-files';
import { untilEpoch } from './lab-run';
import { serveDist, type StaticServer } from './static-server';

let server: StaticServer;
test.beforeAll(async () => {
  server = await serveDist();
});
test.afterAll(() => server.stop());

const title = (page: Page, name: string) => page.getByRole('heading', { level: 1, name });
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

/** An archive with a folder for each class. */
async function drawnZip(count: number): Promise<Buffer> {
  const files: Record<string, Uint8Array> = {};
  for (let i = 0; i < count; i++) {
    const isMalignant = i % 2 === 1;
    // Every sixth looks like the other class: no curve is perfect.
    files[`set/${isMalignant ? 'malignant' : 'benign'}/${i}.png`] = await drawnPng(
      isMalignant === (i % 6 !== 5),
      i,
    );
  }
  return Buffer.from(zipSync(files, { level: 0 }));
}

test('from pictures to a model in Check with the keyboard alone', async ({ page }) => {
  await page.goto(`${server.url}?backend=wasm#/lab`);
  await expect(title(page, lab.title)).toBeVisible();

  const chooser = page.waitForEvent('filechooser');
  await press(page, page.locator('input[accept^=".zip,"]'));
  await (
    await chooser
  ).setFiles({ name: 'set.zip', mimeType: 'application/zip', buffer: await drawnZip(60) });
  await press(page, button(page, lab.bring.take));
  await expect(title(page, lab.bring.defaultName)).toBeFocused();

  await tabTo(page, page.getByLabel(lab.set.seed));
  await page.keyboard.press('ArrowUp');
  await press(page, button(page, lab.set.draw));
  await expectFocus(page);
  const row = page.getByRole('row', { name: /^malignant/ });
  await expect(row.getByRole('cell').first()).not.toHaveText('0');
  await press(page, page.getByRole('link', { name: lab.set.toModel }));

  await expect(title(page, lab.model.title)).toBeFocused();
  await tabTo(page, page.getByRole('radio', { checked: true }).first());
  const small = page.getByRole('radio', { name: lab.model.presets.small[0] });
  for (let i = 0; i < 10 && !(await small.isChecked()); i++) {
    await page.keyboard.press('ArrowDown');
  }
  await expect(small).toBeFocused();
  await tabTo(page, page.getByLabel(lab.model.epochs));
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('90');
  await press(page, button(page, lab.model.start));

  await expect(title(page, 'my-model')).toBeFocused();
  await untilEpoch(page, 2, 90);
  await press(page, button(page, lab.run.pause));
  await expect(button(page, lab.run.resume)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(button(page, lab.run.pause)).toBeFocused();
  await press(page, button(page, lab.run.end));
  await expect(page.getByRole('heading', { name: lab.judge.title })).toBeVisible();
  await expectFocus(page);

  // Everything is flagged; then the pictures behind a count, and a chart's figures.
  await tabTo(page, page.getByRole('slider').first());
  await page.keyboard.press('Home');
  const flagged = lab.judge.cell(lab.judge.malignant, lab.judge.flagged);
  await press(page, page.getByRole('button', { name: flagged }));
  await expect(page.getByRole('region', { name: flagged, exact: true })).toBeVisible();
  await expectFocus(page);
  await press(page, page.locator('summary', { hasText: lab.run.table }).nth(1));
  await expect(page.getByRole('columnheader', { name: lab.judge.precision }).first()).toBeVisible();
  await tabTo(page, page.getByLabel(lab.note.title));
  await page.keyboard.type('by keys');
  await expect(page.getByText(lab.note.saved)).toBeVisible();

  const downloading = page.waitForEvent('download');
  await press(page, button(page, lab.ship.download));
  const zip = await readFile(await (await downloading).path());
  expect(Object.keys(unzipSync(zip))).toContain('bundle/card.json');
  await press(page, button(page, lab.ship.use));
  await expect(page.getByText(en.app.ownModel('my-model'))).toBeVisible();
  await press(page, button(page, en.app.ownModelBack));
  await expect(page.getByText(en.app.ownModel('my-model'))).toBeHidden();
  await expectFocus(page);

  // It asks before it deletes, and nothing is lost by changing one's mind.
  await press(page, page.getByRole('link', { name: en.app.home }));
  await press(page, page.getByRole('link', { name: 'Lab', exact: true }));
  await expect(title(page, lab.title)).toBeFocused();
  await press(page, button(page, lab.desk.deleteRun('my-model')));
  await expect(page.getByText(lab.desk.confirmRun('my-model'))).toBeFocused();
  await press(page, button(page, lab.desk.cancel));
  await expect(button(page, lab.desk.deleteRun('my-model'))).toBeFocused();
  await page.keyboard.press('Enter');
  await press(page, button(page, lab.desk.delete));
  await expect(page.getByRole('link', { name: 'my-model' })).toHaveCount(0);
  await expectFocus(page);
});
