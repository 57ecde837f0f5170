import { afterEach, describe, expect, it, vi } from 'vitest';
import { render } from 'vitest-browser-svelte';
import { page } from 'vitest/browser';
import { en } from '../../../i18n/en';
import { readCheck, readPhoto } from '../../../storage/checks';
import SaveAnswer from './SaveAnswer.svelte';
import type { KeptAnswer } from './save';
import { croppedSample, resultOf, testReady } from '../testing';

afterEach(() => vi.restoreAllMocks());

const words = en.save;

const answerOf = (id: string, spotId: string | null = null): KeptAnswer => ({
  id,
  spotId,
  cropped: croppedSample(false),
  answers: { kind: 'answered', redFlags: ['new'], exclusions: [] },
  judged: { result: resultOf('unsure'), ready: testReady, checkedAt: Date.UTC(2026, 10, 23) },
});

describe('saving an answer', () => {
  it('keeps photo, square and answer, and leads to them', async () => {
    await render(SaveAnswer, { answer: answerOf('save-1') });
    await page.getByRole('button', { name: words.save }).click();
    await expect.element(page.getByText(words.saved)).toBeVisible();
    const link = page.getByRole('link', { name: words.open });
    await expect.element(link).toHaveAttribute('href', '#/spots/save-1');
    const check = await readCheck('save-1');
    expect(check).toMatchObject({ spotId: 'save-1', model: { version: '9.8.7' } });
    expect(check?.prediction).toEqual(resultOf('unsure').prediction);
    expect(await readPhoto('save-1')).toBeInstanceOf(Blob);
  });

  it('joins another photo of the same spot to it', async () => {
    await render(SaveAnswer, { answer: answerOf('save-2', 'save-1') });
    await page.getByRole('button', { name: words.save }).click();
    await expect.element(page.getByText(words.saved)).toBeVisible();
    expect(await readCheck('save-2')).toMatchObject({ spotId: 'save-1' });
  });

  it('shows an answer that is saved already as saved', async () => {
    await render(SaveAnswer, { answer: answerOf('save-1') });
    await expect.element(page.getByText(words.saved)).toBeVisible();
    expect(page.getByRole('button', { name: words.save }).query()).toBeNull();
  });

  it('says that the device is full, and loses nothing', async () => {
    const full = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError');
    });
    await render(SaveAnswer, { answer: answerOf('save-3') });
    await page.getByRole('button', { name: words.save }).click();
    await expect.element(page.getByText(words.failed['quota-full'])).toBeVisible();
    expect(await readCheck('save-3')).toBeNull();
    full.mockRestore();
    await page.getByRole('button', { name: words.again }).click();
    await expect.element(page.getByText(words.saved)).toBeVisible();
    expect(await readCheck('save-3')).toMatchObject({ id: 'save-3' });
  });
});
