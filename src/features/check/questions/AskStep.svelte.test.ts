import { beforeEach, expect, it, vi } from 'vitest';
import { render } from 'vitest-browser-svelte';
import { page } from 'vitest/browser';
import { en } from '../../../i18n/en';
import AskStep from './AskStep.svelte';

const words = en.questions;
const onanswers = vi.fn();
const onback = vi.fn();

beforeEach(async () => {
  vi.resetAllMocks();
  await render(AskStep, { onanswers, onback });
});

const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
const sayYes = (question: string) =>
  page.getByRole('group', { name: question }).getByRole('radio', { name: words.yes }).click();
async function sayNoToTheRest() {
  for (const button of page.getByRole('button', { name: words.noToAll }).all()) {
    await button.click();
  }
}

it('hands on every yes, and takes the rest as no where told so', async () => {
  await sayYes(words.flag.itching);
  await sayYes(words.notFor['under-hair']);
  await sayNoToTheRest();
  await press(words.done);
  expect(onanswers).toHaveBeenCalledExactlyOnceWith({
    kind: 'answered',
    redFlags: ['itching'],
    exclusions: ['under-hair'],
  });
});

it('takes no unanswered line for a no', async () => {
  await sayYes(words.flag.new);
  await press(words.done);
  await expect.element(page.getByText(words.incomplete)).toBeVisible();
  expect(onanswers).not.toHaveBeenCalled();
});

it('can be skipped, and says what that means', async () => {
  await expect.element(page.getByText(words.skipMeans)).toBeVisible();
  await press(words.skip);
  expect(onanswers).toHaveBeenCalledExactlyOnceWith({ kind: 'skipped' });
});
