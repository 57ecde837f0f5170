// The app with its Lab as the journeys of a file use it.
import { expect, test, type Locator, type Page } from '@playwright/test';
import { lab } from '../src/i18n/lab';
import { serveDist, type StaticServer } from './static-server';

/** The built app, on wasm. */
export interface ServedLab {
  /** Known once a journey runs. */
  url(): string;
  open(page: Page, route: string): Promise<unknown>;
  /** Hands a folder or files over on the desk, and takes what is found. */
  bring(page: Page, files: string | string[]): Promise<void>;
}

/** Serves it for all journeys of the file that calls this at its top. */
export function serveLab(): ServedLab {
  let server: StaticServer;
  test.beforeAll(async () => {
    server = await serveDist();
  });
  test.afterAll(() => server.stop());
  const open = (page: Page, route: string) => page.goto(`${server.url}?backend=wasm${route}`);
  return {
    url: () => server.url,
    open,
    async bring(page, files) {
      await open(page, '#/lab');
      await (typeof files === 'string'
        ? page.locator('input[webkitdirectory]').setInputFiles(files)
        : page.locator('input[accept^=".zip,"]').setInputFiles(files));
      await button(page, lab.bring.take).click();
      await expect(title(page)).toHaveText(lab.bring.defaultName);
    },
  };
}

export const title = (page: Page): Locator => page.getByRole('heading', { level: 1 });
export const button = (page: Page, name: string): Locator =>
  page.getByRole('button', { name, exact: true });

/** How many pictures of a class the set on the page has. */
export function countOf(page: Page, target: 'benign' | 'malignant'): Locator {
  return page
    .getByRole('row', { name: new RegExp(`^${target}`) })
    .getByRole('cell')
    .last();
}
