import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Saved } from './checks';
import { NoteDraft } from './note-draft.svelte';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const saved: Saved = { kind: 'saved' };
const full: Saved = { kind: 'not-saved', reason: 'quota-full', detail: 'no room' };

it('saves after a rest, once', async () => {
  const save = vi.fn(async () => saved);
  const draft = new NoteDraft(save);
  draft.type('d');
  await vi.advanceTimersByTimeAsync(599);
  draft.type('da');
  await vi.advanceTimersByTimeAsync(599);
  expect(save).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  expect(save).toHaveBeenCalledExactlyOnceWith('da');
  expect(draft).toMatchObject({ typed: null, state: 'saved' });
});

it('saves at once when it is left, and not again after the rest', async () => {
  const save = vi.fn(async () => saved);
  const draft = new NoteDraft(save);
  draft.type('d');
  await draft.save();
  await vi.advanceTimersByTimeAsync(1000);
  await draft.save();
  expect(save).toHaveBeenCalledOnce();
});

it('keeps the text of a save that failed, and saves it the next time', async () => {
  const save = vi.fn(async () => saved).mockResolvedValueOnce(full as never);
  const draft = new NoteDraft(save);
  draft.type('darker');
  await draft.save();
  expect(draft).toMatchObject({ typed: 'darker', state: 'quota-full' });
  await draft.save();
  expect(save).toHaveBeenLastCalledWith('darker');
  expect(draft).toMatchObject({ typed: null, state: 'saved' });
});

it('loses nothing that is typed during a save', async () => {
  let finish = (_: Saved) => {};
  const save = vi
    .fn(async (): Promise<Saved> => saved)
    .mockImplementationOnce(() => new Promise((resolve) => (finish = resolve)));
  const draft = new NoteDraft(save);
  draft.type('a');
  const first = draft.save();
  draft.type('ab');
  await vi.advanceTimersByTimeAsync(600);
  expect(save).toHaveBeenCalledOnce();
  finish(saved);
  await first;
  expect(save).toHaveBeenLastCalledWith('ab');
  expect(draft).toMatchObject({ typed: null, state: 'saved' });
});
