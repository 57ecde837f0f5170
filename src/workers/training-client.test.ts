import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { startTraining, type Training } from './training-client';
import { FakeWorkerOf } from './testing';
import type { FromTrainer, ToTrainer } from './training-protocol';

let worker: FakeWorkerOf<ToTrainer, FromTrainer>;
let training: Training;
let ends: string[][];

beforeEach(() => {
  vi.useFakeTimers();
  worker = new FakeWorkerOf();
  ends = [];
  training = startTraining({
    ...{ job: 'train', runId: 'r', backend: 'auto', workers: 2, modelsUrl: '' },
    createWorker: () => worker,
    listener: { onEnded: (...end) => void ends.push(end) },
    silenceMs: 1_000,
  });
});
afterEach(() => void vi.useRealTimers());

it('passes the reins on, and none once the run has ended', () => {
  training.pause();
  training.goOn();
  training.stop();
  training.end();
  expect(worker.sent.map(({ kind }) => kind)).toEqual(['train', 'pause', 'go-on', 'stop', 'end']);
  worker.say({ kind: 'ended', state: 'finished', reason: 'all epochs done' });
  training.pause();
  expect(worker.sent).toHaveLength(5);
  expect(worker.terminated).toBe(true);
  expect(ends).toEqual([['finished', 'all epochs done']]);
});

it('counts a run as cut off where its worker is silent, and not where it lives', () => {
  vi.advanceTimersByTime(900);
  worker.say({ kind: 'alive' });
  vi.advanceTimersByTime(900);
  expect(ends).toEqual([]);
  vi.advanceTimersByTime(200);
  expect(ends).toEqual([['begun', 'the training worker no longer answers']]);
  expect(worker.terminated).toBe(true);
});

it.each([
  ['boom', 'the training worker died: boom'],
  ['', 'the training worker died: it did not load'],
])('says that its worker died, once (%s)', (message, reason) => {
  worker.die(message);
  worker.die('again');
  vi.advanceTimersByTime(10_000);
  expect(ends).toEqual([['begun', reason]]);
  expect(worker.terminated).toBe(true);
});

it('says that a message could not be read', () => {
  worker.onmessageerror!({} as MessageEvent);
  expect(ends).toEqual([['begun', "the training worker's message could not be read"]]);
});

it('says nothing of a worker that it killed', () => {
  training.kill();
  vi.advanceTimersByTime(10_000);
  expect(worker.terminated).toBe(true);
  expect(ends).toEqual([]);
});
