import { expect, it } from 'vitest';
import { render } from 'vitest-browser-svelte';
import type { Inference } from '../../../services';
import HowSteady from './HowSteady.svelte';
import { croppedSample, fakeInference } from '../testing';

const show = (steady: Inference['steady']) =>
  render(HowSteady, { inference: fakeInference({ steady }), cropped: croppedSample(false) });
const of = (same: number, views: number) => ({
  steadiness: { same, views, lowest: 0.1, highest: 0.7 },
});

it.each([
  ['the same answer each time', of(14, 14), /14 times.*the same answer each time.*still be wrong/],
  ['most of the answers', of(12, 14), /14 times.*this answer 12 times.*still be wrong/],
  ['a wavering answer', of(10, 14), /this answer 10 times.*hangs on small things/],
  ['no figure', { steadiness: null }, /could not be found out/],
])('says %s', async (_, found, words) => {
  const page = await show(async () => found);
  await expect.element(page.getByRole('status')).toHaveTextContent(words);
});

it('says that it could not be found out when the worker fails', async () => {
  const page = await show(() => Promise.reject(new Error('gone')));
  await expect.element(page.getByText('could not be found out')).toBeVisible();
});

it('says that it is looking, and stops when left', async () => {
  let stopped = false;
  const page = await show((_image, _crop, signal) => {
    signal?.addEventListener('abort', () => (stopped = true));
    return new Promise(() => undefined);
  });
  await expect.element(page.getByText('looking again')).toBeVisible();
  await page.unmount();
  expect(stopped).toBe(true);
});
