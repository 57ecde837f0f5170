import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { startIntake, type Intake, type IntakeEnd } from './intake-client';
import type { FromIntake, ToIntake } from './intake-protocol';
import { FakeWorkerOf } from './testing';

let worker: FakeWorkerOf<ToIntake, FromIntake>;
let intake: Intake;
let ends: IntakeEnd[];
let heard: string[];

beforeEach(() => {
  vi.useFakeTimers();
  worker = new FakeWorkerOf();
  [ends, heard] = [[], []];
  const listener = {
    onProgress: ({ kind }: FromIntake) => void heard.push(kind),
    onGathered: ({ kind }: FromIntake) => void heard.push(kind),
    onEnded: (end: IntakeEnd) => void ends.push(end),
  };
  const begin = { kind: 'gather', setId: 's', name: 'n', files: [] } as const;
  intake = startIntake(begin, () => worker, listener, 1_000);
});
afterEach(() => void vi.useRealTimers());

it('gives up a worker that is silent, though not while a person is at work', () => {
  vi.advanceTimersByTime(900);
  worker.say({ kind: 'progress', stage: 'reading', done: 1, total: null });
  worker.say({ kind: 'gathered', pictures: [], tables: [], refused: [] });
  vi.advanceTimersByTime(100_000);
  expect(heard).toEqual(['progress', 'gathered']);
  expect(ends).toEqual([]);
  intake.label({ kind: 'none' } as never);
  vi.advanceTimersByTime(1_100);
  expect(ends).toEqual([
    { kind: 'failed', code: 'worker-died', message: 'the import no longer answers' },
  ]);
  expect(worker.terminated).toBe(true);
  intake.cancel();
  expect(worker.sent.map(({ kind }) => kind)).toEqual(['gather', 'label']);
});

it.each([
  ['boom', 'the import died: boom'],
  ['', 'the import died: it did not load'],
])('says that its worker died (%s)', (message, reason) => {
  worker.die(message);
  expect(ends).toMatchObject([{ kind: 'failed', code: 'worker-died', message: reason }]);
  expect(worker.terminated).toBe(true);
});

it('ends with what the worker says last', () => {
  worker.say({ kind: 'cancelled' });
  expect(ends).toEqual([{ kind: 'cancelled' }]);
  vi.advanceTimersByTime(10_000);
  expect(ends).toHaveLength(1);
});
