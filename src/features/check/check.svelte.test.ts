import { describe, expect, it, vi } from 'vitest';
import type { Answers } from '../../core/questions';
import { CoreError } from '../../core/errors';
import { qualityLimits } from '../../core/image/quality';
import { rgbImage } from '../../core/image/rgb-image';
import { CheckFlow } from './check.svelte';
import type { RestingStep } from './position';
import { fakeDrafts, fakeInference, testReady } from './testing';

const file = new Blob(['a picture']);
const open = (inference = fakeInference(), drafts = fakeDrafts()) =>
  new CheckFlow(inference, drafts);
const noToAll: Answers = { kind: 'answered', redFlags: [], exclusions: [] };
const pending = (signal?: AbortSignal) =>
  new Promise<never>((_, reject) =>
    signal?.addEventListener('abort', () => reject(signal.reason as Error)),
  );

describe('a check', () => {
  it('goes from a file to the answer', async () => {
    const flow = open();
    await flow.openFile(file);
    expect(flow.state.step).toBe('cropping');
    await flow.judge();
    expect(flow.state.step).toBe('asking');
    await flow.answer(noToAll);
    expect(flow.state).toMatchObject({
      step: 'answer',
      answers: noToAll,
      judged: { ready: testReady },
    });
  });

  it('goes from a drawn sample straight to the answer', async () => {
    const flow = open();
    await flow.demonstrate('irregular');
    expect(flow.state).toMatchObject({ step: 'answer', cropped: { photo: { isDrawn: true } } });
  });

  it('does not judge a picture that is too dark', async () => {
    const black = rgbImage(new Uint8ClampedArray(200 * 200 * 3), 200, 200);
    const classify = vi.fn();
    const flow = open(fakeInference({ decode: async () => black, classify }));
    await flow.openFile(file);
    await flow.judge();
    expect(flow.state.step).toBe('cropping');
    expect(classify).not.toHaveBeenCalled();
  });

  it('looks at the quality again when the square moves', async () => {
    const tooSmall = expect.objectContaining({ problem: 'too-small' });
    const flow = open();
    await flow.openFile(file);
    flow.setCrop({ left: 0, top: 0, side: qualityLimits.smallSidePx - 1 });
    await expect
      .poll(() => flow.state)
      .toMatchObject({ cropped: { quality: { findings: expect.arrayContaining([tooSmall]) } } });
  });

  it('goes back to where it was when judging is cancelled, and ignores what comes later', async () => {
    const flow = open(fakeInference({ classify: (_image, _crop, signal) => pending(signal) }));
    await flow.openFile(file);
    await flow.judge();
    const judging = flow.answer(noToAll);
    expect(flow.state.step).toBe('judging');
    flow.cancel();
    await judging;
    expect(flow.state).toEqual({ step: 'asking', answers: noToAll });
  });

  it('says so when the worker is replaced under it, and can try again', async () => {
    const classify = vi
      .fn(fakeInference().classify)
      .mockRejectedValueOnce(new CoreError('timeout', 'no answer to classify'));
    const flow = open(fakeInference({ classify }));
    await flow.openFile(file);
    await flow.judge();
    await flow.answer({ kind: 'skipped' });
    expect(flow.state).toMatchObject({ step: 'failed', failure: { reason: 'replaced' } });
    await flow.tryAgain();
    expect(flow.state.step).toBe('answer');
  });

  it('tells of a worker replaced while nobody waited, and warms the new one', async () => {
    const ready = vi.fn(fakeInference().ready);
    const inference = fakeInference({ ready });
    const flow = open(inference);
    const close = flow.open();
    await expect.poll(() => flow.model).toBe('ready');
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
    const flow = open(inference);
    flow.open();
    inference.replace();
    await expect.poll(() => flow.model).toBe('failed');
    inference.replace();
    expect(ready).toHaveBeenCalledTimes(1);
    expect(flow.wasReplaced).toBe(false);
  });

  it('shows a warning that comes up at the last moment before it judges', async () => {
    const flow = open();
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
    const flow = open();
    flow.openSample('even');
    await flow.judge();
    expect(flow.state).toMatchObject({ step: 'answer', answers: null });
  });

  it('does not ask the model about what it has not learned from', async () => {
    const classify = vi.fn();
    const flow = open(fakeInference({ classify }));
    await flow.openFile(file);
    await flow.judge();
    await flow.answer({ kind: 'answered', redFlags: ['new'], exclusions: ['under-18'] });
    expect(flow.state).toMatchObject({ step: 'excluded', answers: { exclusions: ['under-18'] } });
    expect(classify).not.toHaveBeenCalled();
  });

  it('asks once for a photo, and again for the next one', async () => {
    const flow = open();
    await flow.openFile(file);
    await flow.judge();
    await flow.answer({ kind: 'skipped' });
    flow.show({ ...flow.position!, step: 'cropping' });
    await flow.judge();
    expect(flow.state.step).toBe('answer');
    await flow.openFile(file);
    await flow.judge();
    expect(flow.state.step).toBe('asking');
  });

  it('shows the steps again that were passed, and none without what it needs', async () => {
    const flow = open();
    await flow.openFile(file);
    await flow.judge();
    await flow.answer(noToAll);
    const { checkId } = flow.position!;
    const stepAfter = (step: RestingStep, id = checkId) => {
      flow.show({ checkId: id, step });
      return flow.state.step;
    };
    expect(stepAfter('asking')).toBe('asking');
    expect(flow.state).toMatchObject({ answers: noToAll });
    expect(stepAfter('cropping')).toBe('cropping');
    expect(stepAfter('choose')).toBe('choose');
    expect(stepAfter('answer')).toBe('answer');
    expect(stepAfter('answer', 'another check')).toBe('choose');
    expect(stepAfter('cropping')).toBe('cropping');
    // The answer was of another square.
    flow.setCrop({ left: 0, top: 0, side: 190 });
    expect(stepAfter('answer')).toBe('asking');
  });

  it('keeps a photo over a reload, and not a drawn one', async () => {
    const drafts = fakeDrafts();
    const flow = open(fakeInference(), drafts);
    flow.openSample('even');
    expect(drafts.kept).toBeNull();
    await flow.openFile(file);
    expect(drafts.kept).toMatchObject({ stage: 'cropping', photo: file, answers: null });
    await flow.judge();
    await flow.answer(noToAll);
    expect(drafts.kept).toMatchObject({ stage: 'answer', photo: file, answers: noToAll });
    const again = open();
    await again.resume(drafts.kept!, 'answer');
    expect(again.state).toMatchObject({ step: 'answer', answers: noToAll });
    expect(again.position).toEqual(flow.position);
    flow.forget();
    expect(drafts.kept).toBeNull();
  });

  it('takes up a check at the step it was left at', async () => {
    const drafts = fakeDrafts();
    const flow = open(fakeInference(), drafts);
    await flow.openFile(file);
    flow.setCrop({ left: 3, top: 4, side: 170 });
    await flow.judge();
    const again = open();
    await again.resume(drafts.kept!, 'asking');
    expect(again.state).toEqual({ step: 'asking', answers: null });
    await again.resume(drafts.kept!, 'cropping');
    expect(again.state).toMatchObject({ cropped: { crop: { left: 3, top: 4, side: 170 } } });
    // What was never answered cannot be shown.
    await again.resume(drafts.kept!, 'answer');
    expect(again.state.step).toBe('asking');
  });

  it('says where the person is, and nothing while something passes', async () => {
    const flow = open(fakeInference({ classify: (_i, _c, signal) => pending(signal) }));
    expect(flow.position).toEqual({ checkId: null, step: 'choose' });
    flow.aim();
    expect(flow.position).toEqual({ checkId: null, step: 'aiming' });
    const opening = flow.openFile(file);
    expect(flow.position).toBeNull();
    await opening;
    expect(flow.position).toMatchObject({ step: 'cropping' });
    await flow.judge();
    void flow.answer(noToAll);
    expect(flow.position).toBeNull();
    flow.cancel();
  });

  it('goes back to the camera when opening its photo is cancelled', async () => {
    const flow = open(fakeInference({ decode: (_file, signal) => pending(signal) }));
    flow.aim();
    void flow.openFile(file);
    flow.cancel();
    expect(flow.state.step).toBe('aiming');
  });

  it.each([
    ['image-undecodable', 'unreadable'],
    ['worker-died', 'replaced'],
    ['bundle-altered', 'model'],
    ['backend-unavailable', 'backend'],
    ['config-invalid', 'unknown'],
  ] as const)('names %s as %s', async (code, reason) => {
    const decode = async () => Promise.reject(new CoreError(code, 'why'));
    const flow = open(fakeInference({ decode }));
    await flow.openFile(file);
    expect(flow.state).toMatchObject({ step: 'failed', failure: { reason, detail: 'why' } });
  });
});
