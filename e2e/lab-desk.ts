// The desk of the Lab as a journey uses it.
import { expect, type Locator, type Page } from '@playwright/test';
import { lab } from '../src/i18n/lab';

/** Hands a folder or files over on the desk of the app at `url`, and takes what is found. */
export async function bring(page: Page, url: string, files: string | string[]): Promise<void> {
  await page.goto(`${url}?backend=wasm#/lab`);
  await (typeof files === 'string'
    ? page.locator('input[webkitdirectory]').setInputFiles(files)
    : page.locator('input[accept^=".zip,"]').setInputFiles(files));
  await page.getByRole('button', { name: lab.bring.take, exact: true }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(lab.bring.defaultName);
}

/** How many pictures of a class the set on the page has. */
export function countOf(page: Page, target: 'benign' | 'malignant'): Locator {
  return page
    .getByRole('row', { name: new RegExp(`^${target}`) })
    .getByRole('cell')
    .last();
}
