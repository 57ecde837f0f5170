import { describe, expect, it, vi } from 'vitest';
import type { Answers } from '../../core/questions';
import { CoreError } from '../../core/errors';
import { qualityLimits } from '../../core/image/quality';
import { rgbImage } from '../../core/image/rgb-image';
import { CheckFlow } from './check.svelte';
import { fakeInference, testReady } from './testing';

const file = new Blob(['a picture']);
const noToAll: Answers = { kind: 'answered', redFlags: [], exclusions: [] };
const pending = (signal?: AbortSignal) =>
  new Promise<never>((_, reject) =>
    signal?.addEventListener('abort', () => reject(signal.reason as Error)),
  );

describe('a check', () => {
  it('goes from a file to the answer', async () => {
    const flow = new CheckFlow(fakeInference());
    await flow.openFile(file);
    expect(flow.state.step).toBe('cropping');
    await flow.judge();
    expect(flow.state.step).toBe('asking');
    await flow.answer(noToAll);
    expect(flow.state).toMatchObject({ step: 'answer', answers: noToAll, ready: testReady });
    flow.restart();
    expect(flow.state).toEqual({ step: 'choose' });
  });

  it('goes from a drawn sample straight to the answer', async () => {
    const flow = new CheckFlow(fakeInference());
    await flow.demonstrate('irregular');
    expect(flow.state).toMatchObject({ step: 'answer', cropped: { photo: { isDrawn: true } } });
  });

  it('does not judge a picture that is too dark', async () => {
    const black = rgbImage(new Uint8ClampedArray(200 * 200 * 3), 200, 200);
    const classify = vi.fn();
    const flow = new CheckFlow(fakeInference({ decode: async () => black, classify }));
    await flow.openFile(file);
    await flow.judge();
    expect(flow.state.step).toBe('cropping');
    expect(classify).not.toHaveBeenCalled();
  });

  it('looks at the quality again when the square moves', async () => {
    const tooSmall = expect.objectContaining({ problem: 'too-small' });
    const flow = new CheckFlow(fakeInference());
    await flow.openFile(file);
    flow.setCrop({ left: 0, top: 0, side: qualityLimits.smallSidePx - 1 });
    await vi.waitFor(() =>
      expect(flow.state).toMatchObject({
        cropped: { quality: { findings: expect.arrayContaining([tooSmall]) } },
      }),
    );
  });

  it('goes back to the square when judging is cancelled, and ignores what comes later', async () => {
    const flow = new CheckFlow(
      fakeInference({ classify: (_image, _crop, signal) => pending(signal) }),
    );
    await flow.openFile(file);
    await flow.judge();
    const judging = flow.answer(noToAll);
    expect(flow.state.step).toBe('judging');
    flow.cancel();
    await judging;
    expect(flow.state.step).toBe('cropping');
  });

  it('says so when the worker is replaced under it, and can try again', async () => {
    const classify = vi
      .fn(fakeInference().classify)
      .mockRejectedValueOnce(new CoreError('timeout', 'no answer to classify'));
    const flow = new CheckFlow(fakeInference({ classify }));
    await flow.openFile(file);
    await flow.judge();
    await flow.answer({ kind: 'skipped' });
    expect(flow.state).toMatchObject({ step: 'failed', reason: 'replaced' });
    await flow.tryAgain();
    expect(flow.state.step).toBe('answer');
  });

  it('tells of a worker replaced while nobody waited, and warms the new one', async () => {
    const ready = vi.fn(fakeInference().ready);
    const inference = fakeInference({ ready });
    const flow = new CheckFlow(inference);
    const close = flow.open();
    await vi.waitFor(() => expect(flow.model).toBe('ready'));
    inference.replace();
    expect(flow.wasReplaced).toBe(true);
    expect(ready).toHaveBeenCalledTimes(2);
    close();
    inference.replace();
    expect(ready).toHaveBeenCalledTimes(2);
  });

  it('does not start over and over a worker that cannot start', async () => {
    const ready = vi.fn(() => Promise.reject(new CoreError('worker-died', 'no')));
    const inference = fakeInference({ ready });
    const flow = new CheckFlow(inference);
    flow.open();
    inference.replace();
    await vi.waitFor(() => expect(flow.model).toBe('failed'));
    inference.replace();
    expect(ready).toHaveBeenCalledTimes(1);
    expect(flow.wasReplaced).toBe(false);
  });

  it('shows a warning that comes up at the last moment before it judges', async () => {
    const flow = new CheckFlow(fakeInference());
    await flow.openFile(file);
    flow.setCrop({ left: 0, top: 0, side: 100 });
    await flow.judge();
    expect(flow.state).toMatchObject({
      step: 'cropping',
      cropped: { quality: { findings: [{ problem: 'too-small' }] } },
    });
    await flow.judge();
    expect(flow.state.step).toBe('asking');
  });

  it('asks nothing about a drawn sample', async () => {
    const flow = new CheckFlow(fakeInference());
    flow.openSample('even');
    await flow.judge();
    expect(flow.state).toMatchObject({ step: 'answer', answers: null });
  });

  it('does not ask the model about what it has not learned from', async () => {
    const classify = vi.fn();
    const flow = new CheckFlow(fakeInference({ classify }));
    await flow.openFile(file);
    await flow.judge();
    await flow.answer({ kind: 'answered', redFlags: ['new'], exclusions: ['under-18'] });
    expect(flow.state).toMatchObject({ step: 'excluded', answers: { exclusions: ['under-18'] } });
    expect(classify).not.toHaveBeenCalled();
    flow.back();
    expect(flow.state.step).toBe('asking');
    flow.back();
    expect(flow.state.step).toBe('cropping');
  });

  it('asks once for a photo, and again for the next one', async () => {
    const flow = new CheckFlow(fakeInference({ classify: (_i, _c, signal) => pending(signal) }));
    await flow.openFile(file);
    await flow.judge();
    void flow.answer({ kind: 'skipped' });
    flow.cancel();
    void flow.judge();
    expect(flow.state.step).toBe('judging');
    flow.cancel();
    await flow.openFile(file);
    await flow.judge();
    expect(flow.state.step).toBe('asking');
  });

  it.each([
    ['image-undecodable', 'unreadable'],
    ['worker-died', 'replaced'],
    ['bundle-altered', 'model'],
    ['backend-unavailable', 'backend'],
    ['config-invalid', 'unknown'],
  ] as const)('names %s as %s', async (code, reason) => {
    const decode = async () => Promise.reject(new CoreError(code, 'why'));
    const flow = new CheckFlow(fakeInference({ decode }));
    await flow.openFile(file);
    expect(flow.state).toMatchObject({ step: 'failed', reason, detail: 'why' });
  });
});
