import { expect, it } from 'vitest';
import { render } from 'vitest-browser-svelte';
import { page } from 'vitest/browser';
import { en } from '../../i18n/en';
import AnswerStep from './AnswerStep.svelte';
import { croppedSample, resultOf, testReady } from './testing';

const kinds = ['attend', 'unsure', 'quiet', 'abstained'] as const;

const show = (result: ReturnType<typeof resultOf>, { isDrawn = false, ready = testReady } = {}) =>
  render(AnswerStep, { cropped: croppedSample(isDrawn), result, ready, onanother: () => {} });

it.each(kinds)('leads with what to do: %s', async (kind) => {
  await show(resultOf(kind));
  const heading = page.getByRole('heading', { level: 1 });
  await expect.element(heading).toHaveTextContent(en.answer.headline[kind]);
  await expect.element(heading).toHaveFocus();
  await expect.element(page.getByTestId('outcome')).toHaveAttribute('data-outcome', kind);
});

it('follows a quiet answer at once with its warning, and with its misses', async () => {
  const { container } = await show(resultOf('quiet'));
  const heading = container.querySelector('h1');
  expect(heading?.nextElementSibling?.textContent?.trim()).toBe(en.answer.meaning.quiet);
  await expect.element(page.getByText(en.answer.quietMisses('4'))).toBeVisible();
});

it('says how sure as counts of a hundred', async () => {
  await show(resultOf('attend'));
  await expect.element(page.getByText(en.answer.flaggedMalignant('83', '17'))).toBeVisible();
  await expect.element(page.getByText(en.answer.flaggedBenign('18'))).toBeVisible();
  await expect.element(page.getByText(en.answer.ratedAlike('88'))).toBeVisible();
  await expect.element(page.getByText(en.answer.prevalence('32'))).toBeVisible();
  await expect.element(page.getByTestId('probability')).toHaveTextContent(/^0\.8808$/);
});

it('shows no number where the model abstains', async () => {
  await show(resultOf('abstained'));
  await expect.element(page.getByTestId('probability')).toHaveTextContent(en.answer.noValue);
  expect(page.getByText(en.answer.howSure).query()).toBeNull();
});

it.each(kinds)('says of a drawn sample that it is drawn: %s', async (kind) => {
  await show(resultOf(kind), { isDrawn: true });
  await expect.element(page.getByText(en.answer.drawn)).toBeVisible();
});

it('says of a photo that the model learned from other pictures', async () => {
  await show(resultOf('unsure'));
  await expect.element(page.getByText(en.answer.dermoscope)).toBeVisible();
  expect(page.getByText(en.answer.drawn).query()).toBeNull();
});

it('repeats the warning one went on against', async () => {
  const finding = { problem: 'blurred', severity: 'warn', measured: 0.9, limit: 0.72 } as const;
  await show(resultOf('attend', [finding]));
  await expect.element(page.getByText(en.answer.despite)).toBeVisible();
  await expect.element(page.getByText(en.crop.problem.blurred.warn)).toBeVisible();
});

it('says aloud that another backend was taken', async () => {
  const backend = { ...testReady.backend, asked: 'webgpu', fellBack: true } as const;
  await show(resultOf('attend'), { ready: { ...testReady, backend } });
  await expect.element(page.getByText(en.answer.fellBack('webgpu', 'wasm'))).toBeVisible();
});
