import { expect, it } from 'vitest';
import { render } from 'vitest-browser-svelte';
import { page } from 'vitest/browser';
import type { ModelCard } from '../../../core/model/card';
import type { Answers } from '../../../core/questions';
import { en } from '../../../i18n/en';
import AnswerStep from './AnswerStep.svelte';
import { croppedSample, fakeInference, resultOf, testReady } from '../testing';

const kinds = ['attend', 'unsure', 'quiet', 'abstained'] as const;

const noToAll: Answers = { kind: 'answered', redFlags: [], exclusions: [] };

interface Shown {
  isDrawn?: boolean;
  ready?: typeof testReady;
  answers?: Answers;
}

const show = (
  result: ReturnType<typeof resultOf>,
  { isDrawn = false, ready = testReady, answers = noToAll }: Shown = {},
) =>
  render(AnswerStep, {
    inference: fakeInference(),
    id: 'a',
    spotId: null,
    cropped: croppedSample(isDrawn),
    answers: isDrawn ? null : answers,
    judged: { result, ready, checkedAt: Date.UTC(2026, 10, 23, 12) },
    onanother: () => {},
    onsample: () => {},
  });

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

it('claims no test for a model that was judged on what it was tuned by', async () => {
  const [pooled] = testReady.model.card.evaluations;
  const card: ModelCard = {
    ...testReady.model.card,
    judgedOn: 'val',
    evaluations: [{ ...pooled, n: 12, malignant: 6, set: 'Validation pictures' }],
  };
  const ready = { ...testReady, model: { ...testReady.model, card } };
  const { container } = await show(resultOf('quiet'), { ready });
  await expect.element(page.getByText(en.answer.tunedOn('12'))).toBeVisible();
  // 0.83 of 6, 0.82 of 6, 0.04 of 6.
  await expect.element(page.getByText(en.answer.tunedMalignant('5', '6'))).toBeVisible();
  await expect.element(page.getByText(en.answer.tunedBenign('1', '6'))).toBeVisible();
  await expect.element(page.getByText(en.answer.tunedQuiet('0', '6'))).toBeVisible();
  expect(container.textContent).not.toContain('our test');
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

it.each(kinds)('puts a named sign above the model, whatever that says: %s', async (kind) => {
  const answers: Answers = { kind: 'answered', redFlags: ['bleeding'], exclusions: [] };
  await show(resultOf(kind), { answers });
  const heading = page.getByRole('heading', { level: 1 });
  await expect.element(heading).toHaveTextContent(en.answer.headline.attend);
  await expect.element(page.getByTestId('flagged')).toHaveTextContent(en.questions.flag.bleeding);
  const model = page.getByRole('heading', { level: 2, name: en.answer.headline[kind] });
  await expect.element(model).toBeVisible();
});

it('says that the questions were skipped', async () => {
  await show(resultOf('quiet'), { answers: { kind: 'skipped' } });
  await expect.element(page.getByText(en.questions.skipped)).toBeVisible();
});

it('shows no sign where none was named', async () => {
  await show(resultOf('quiet'));
  expect(page.getByTestId('flagged').query()).toBeNull();
  expect(page.getByText(en.questions.skipped).query()).toBeNull();
});
