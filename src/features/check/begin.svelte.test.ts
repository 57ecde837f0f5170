import { expect, it, vi } from 'vitest';
import type { HandedPhoto } from '../../services';
import type { Draft } from '../../storage/draft';
import type { Start } from './address';
import { begin } from './begin';
import { CheckFlow } from './check.svelte';
import type { Entry } from './position';
import { fakeDrafts, fakeInference } from './testing';

const choose: Start = { kind: 'choose', spotId: null };
const first: Entry = { checkId: null, step: 'choose', depth: 0, before: null };
const atCrop: Entry = { checkId: 'a', step: 'cropping', depth: 1, before: 'choose' };
const photo = new Blob(['a picture']);
const draft: Draft = {
  checkId: 'a',
  savedAt: 0,
  stage: 'cropping',
  photo,
  crop: null,
  answers: null,
  spotId: null,
};
const lost: Draft = { ...draft, checkId: '', stage: 'camera-app', photo: null };

async function begun(
  start: Start,
  {
    entry = null,
    kept = null,
    handed = { kind: 'none' },
  }: { entry?: Entry | null; kept?: Draft | null; handed?: HandedPhoto } = {},
) {
  const flow = new CheckFlow(fakeInference(), fakeDrafts());
  const told = await begin(flow, start, entry, {
    handed: { take: async () => handed },
    readDraft: async () => kept,
  });
  return { step: flow.state.step, ...told };
}

it.each([
  ['a first visit', choose, {}, { step: 'choose', left: null }],
  ['the demo', { kind: 'demo', sample: 'faint' }, {}, { step: 'answer' }],
  ['a sample', { kind: 'sample', sample: 'even' }, {}, { step: 'cropping' }],
  [
    'a sample gone back to',
    { kind: 'sample', sample: 'even' },
    { entry: { ...atCrop, step: 'answer' } },
    { step: 'answer' },
  ],
  ['a reload', choose, { entry: atCrop, kept: draft }, { step: 'cropping', left: null }],
  ['a later visit', choose, { kept: draft }, { step: 'choose', left: draft }],
  [
    'a check that another took the place of',
    choose,
    { entry: { ...atCrop, checkId: 'b' }, kept: draft },
    { step: 'choose', left: draft },
  ],
  [
    'a page that the camera ended',
    choose,
    { entry: first, kept: lost },
    { step: 'choose', left: null, lostToCamera: true },
  ],
  [
    'a new visit after one that the camera ended',
    choose,
    { kept: lost },
    { step: 'choose', left: null, lostToCamera: false },
  ],
  [
    'a shared photo',
    { kind: 'handed' },
    { handed: { kind: 'photo', photo, others: 2 } },
    { step: 'cropping', handedOthers: 2 },
  ],
  [
    'a shared photo that did not arrive',
    { kind: 'handed' },
    { handed: { kind: 'failed' } },
    { step: 'choose', handedMissing: true },
  ],
] as const)('begins with %s', async (_, start, ports, expected) => {
  await expect(begun(start, ports)).resolves.toMatchObject(expected);
});

it('does not wait for a storage that never answers', async () => {
  vi.useFakeTimers();
  const flow = new CheckFlow(fakeInference(), fakeDrafts());
  const ports = {
    handed: { take: async () => ({ kind: 'none' }) as const },
    readDraft: () => new Promise<never>(() => undefined),
  };
  const beginning = begin(flow, choose, null, ports);
  await vi.advanceTimersByTimeAsync(2000);
  await expect(beginning).resolves.toMatchObject({ left: null });
  vi.useRealTimers();
});

it('leaves a photo alone that was dropped meanwhile', async () => {
  const flow = new CheckFlow(fakeInference(), fakeDrafts());
  const ports = {
    handed: { take: async () => ({ kind: 'none' }) as const },
    readDraft: async () => {
      await flow.openFile(photo);
      return draft;
    },
  };
  await expect(begin(flow, choose, null, ports)).resolves.toMatchObject({ left: null });
  expect(flow.state.step).toBe('cropping');
  expect(flow.position?.checkId).not.toBe('a');
});
