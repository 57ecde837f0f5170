import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { startEstimate, type EstimateEnd } from './estimate-client';
import type { FromEstimate, ToEstimate } from './estimate-protocol';
import { FakeWorkerOf } from './testing';

const asked: ToEstimate = {
  ...{ kind: 'measure', config: '{}', setId: 's', backend: 'auto', workers: 2, modelsUrl: '' },
};
let worker: FakeWorkerOf<ToEstimate, FromEstimate>;
let ends: EstimateEnd[];
let parts: string[];
let cancel: () => void;

beforeEach(() => {
  vi.useFakeTimers();
  worker = new FakeWorkerOf();
  [ends, parts] = [[], []];
  const listener = {
    onPart: (part: string) => void parts.push(part),
    onEnded: (end: EstimateEnd) => void ends.push(end),
  };
  cancel = startEstimate(asked, () => worker, listener, 1_000);
});
afterEach(() => void vi.useRealTimers());

it('asks once, tells what is measured, and ends with the worker', () => {
  expect(worker.sent).toEqual([asked]);
  worker.say({ kind: 'part', part: 'steps' });
  worker.say({ kind: 'failed', code: 'out-of-memory', message: 'full' });
  expect(parts).toEqual(['steps']);
  expect(ends).toEqual([{ kind: 'failed', code: 'out-of-memory', message: 'full' }]);
  expect(worker.terminated).toBe(true);
});

it('says nothing more once it is cancelled', () => {
  cancel();
  worker.say({ kind: 'part', part: 'steps' });
  vi.advanceTimersByTime(10_000);
  expect(worker.terminated).toBe(true);
  expect([...parts, ...ends]).toEqual([]);
});

it('gives up a worker that is silent, and not one that lives', () => {
  vi.advanceTimersByTime(900);
  worker.say({ kind: 'alive' });
  vi.advanceTimersByTime(900);
  expect(ends).toEqual([]);
  vi.advanceTimersByTime(100);
  expect(ends).toMatchObject([{ kind: 'failed', code: 'worker-died' }]);
});

it('says that a worker died', () => {
  worker.die('boom');
  expect(ends).toMatchObject([{ kind: 'failed', message: 'the measuring died: boom' }]);
});
