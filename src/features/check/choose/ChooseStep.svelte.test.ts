import { expect, it, vi } from 'vitest';
import { render } from 'vitest-browser-svelte';
import { page } from 'vitest/browser';
import { en } from '../../../i18n/en';
import type { Begun } from '../begin';
import ChooseStep from './ChooseStep.svelte';

const words = en.choose;
const afresh: Begun = { left: null, lostToCamera: false, handedMissing: false, handedOthers: 0 };

function show(begun: Partial<Begun>, others: object = {}) {
  const on = {
    onaim: vi.fn(),
    onfile: vi.fn(),
    oncameraapp: vi.fn(),
    ongoon: vi.fn(),
    onthrowaway: vi.fn(),
    onsample: vi.fn(),
    onwarm: vi.fn(),
  };
  const props = { model: 'ready', wasReplaced: false, earlier: null, ...others } as const;
  const shown = render(ChooseStep, { begun: { ...afresh, ...begun }, ...props, ...on });
  return { shown, ...on };
}

it('says nothing of what did not happen', async () => {
  show({});
  await expect.element(page.getByText(words.modelReady)).toBeVisible();
  for (const told of [words.replaced, words.lostToCamera, words.handedMissing, words.leftText])
    expect(page.getByText(told).query()).toBeNull();
});

it.each([
  ['a photo lost to the camera of the phone', { lostToCamera: true }, {}, words.lostToCamera],
  ['a shared photo that did not come', { handedMissing: true }, {}, words.handedMissing],
  ['a worker that was replaced', {}, { wasReplaced: true }, words.replaced],
  ['a model that still loads', {}, { model: 'loading' }, words.modelLoading],
])('tells of %s', async (_, begun, others, told) => {
  show(begun, others);
  await expect.element(page.getByText(told)).toBeVisible();
});

it('offers a photo that was left, to go on with or to throw away', async () => {
  const left = { photo: new Blob() } as unknown as Begun['left'];
  const { ongoon, onthrowaway } = show({ left });
  await page.getByRole('button', { name: words.leftGoOn }).click();
  expect(ongoon).toHaveBeenCalledWith(left);
  await page.getByRole('button', { name: words.leftThrowAway }).click();
  expect(onthrowaway).toHaveBeenCalledOnce();
});

it('lets a model that failed be loaded again', async () => {
  const { onwarm } = show({}, { model: 'failed' });
  await page.getByRole('button', { name: words.retry }).click();
  expect(onwarm).toHaveBeenCalledOnce();
});

it('shows what the new photo of a known spot is to look like', async () => {
  const earlier = { thumbnail: new Blob(), checkedAt: Date.UTC(2026, 4, 1, 12) };
  show({}, { earlier });
  await expect.element(page.getByText(words.again('May 1, 2026'))).toBeVisible();
});

it('hands over a chosen file and a drawn sample', async () => {
  const { onfile, onsample } = show({});
  await page.getByLabelText(words.file).upload(new File(['x'], 'a.jpg', { type: 'image/jpeg' }));
  expect(onfile).toHaveBeenCalledOnce();
  await page.getByRole('button', { name: words.sample.faint }).click();
  expect(onsample).toHaveBeenCalledWith('faint');
});
