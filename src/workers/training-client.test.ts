import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { startTraining, type Training, type TrainingWorker } from './training-client';
import type { FromTrainer, ToTrainer } from './training-protocol';

class FakeWorker implements TrainingWorker {
  onmessage: TrainingWorker['onmessage'] = null;
  onerror: TrainingWorker['onerror'] = null;
  onmessageerror: TrainingWorker['onmessageerror'] = null;
  readonly sent: ToTrainer['kind'][] = [];
  isEnded = false;
  postMessage({ kind }: ToTrainer): void {
    this.sent.push(kind);
  }
  terminate(): void {
    this.isEnded = true;
  }
  say(message: FromTrainer): void {
    this.onmessage?.({ data: message } as MessageEvent<FromTrainer>);
  }
  die(message: string): void {
    this.onerror?.({ message, preventDefault: () => {} } as ErrorEvent);
  }
}

let worker: FakeWorker;
let training: Training;
let ends: string[][];

beforeEach(() => {
  vi.useFakeTimers();
  worker = new FakeWorker();
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
  expect(worker.sent).toEqual(['train', 'pause', 'go-on', 'stop', 'end']);
  worker.say({ kind: 'ended', state: 'finished', reason: 'all epochs done' });
  training.pause();
  expect(worker.sent).toHaveLength(5);
  expect(worker.isEnded).toBe(true);
  expect(ends).toEqual([['finished', 'all epochs done']]);
});

it('counts a run as cut off where its worker is silent, and not where it lives', () => {
  vi.advanceTimersByTime(900);
  worker.say({ kind: 'alive' });
  vi.advanceTimersByTime(900);
  expect(ends).toEqual([]);
  vi.advanceTimersByTime(200);
  expect(ends).toEqual([['begun', 'the training worker no longer answers']]);
  expect(worker.isEnded).toBe(true);
});

it.each([
  ['boom', 'the training worker died: boom'],
  ['', 'the training worker died: it did not load'],
])('says that its worker died, once (%s)', (message, reason) => {
  worker.die(message);
  worker.die('again');
  vi.advanceTimersByTime(10_000);
  expect(ends).toEqual([['begun', reason]]);
  expect(worker.isEnded).toBe(true);
});

it('says that a message could not be read', () => {
  worker.onmessageerror!({} as MessageEvent);
  expect(ends).toEqual([['begun', "the training worker's message could not be read"]]);
});

it('says nothing of a worker that it killed', () => {
  training.kill();
  vi.advanceTimersByTime(10_000);
  expect(worker.isEnded).toBe(true);
  expect(ends).toEqual([]);
});
