import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { openProgress } from './progress';

let said: string[];
beforeEach(() => {
  said = [];
  vi.useFakeTimers({ toFake: ['Date'] });
  vi.spyOn(console, 'error').mockImplementation((line: string) => said.push(line));
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** Updates from `first` to `last`, one every `ms`. */
function step(progress: ReturnType<typeof openProgress>, first: number, last: number, ms: number) {
  for (let done = first; done <= last; done++) {
    vi.setSystemTime(Date.now() + ms);
    progress.update(done);
  }
}

it('says now and then how long it will take', () => {
  const progress = openProgress('pictures', 1000);
  step(progress, 1, 299, 100);
  expect(said).toEqual(['pictures: 150/1000, about 86 s left']);
  step(progress, 300, 300, 100);
  expect(said[1]).toBe('pictures: 300/1000, about 70 s left');
});

it('is not flattered by what was found done', () => {
  const progress = openProgress('pictures', 10_000);
  for (let done = 1; done <= 4000; done++) progress.skipTo(done);
  step(progress, 4001, 4150, 100);
  expect(said).toEqual(['pictures: 4150/10000, about 585 s left']);
  progress.skipTo(5000);
  step(progress, 5001, 5150, 100);
  expect(said[1]).toBe('pictures: 5150/10000, about 485 s left');
});

it('is not flattered by what a resumed run begins with', () => {
  const progress = openProgress('steps', 1000);
  progress.update(900);
  step(progress, 901, 915, 1000);
  expect(said).toEqual(['steps: 915/1000, about 85 s left']);
});

it('does not call done what was stopped', () => {
  const progress = openProgress('steps', 10);
  step(progress, 1, 4, 1000);
  progress.end();
  step(progress, 5, 10, 1000);
  progress.end();
  expect(said).toEqual(['steps: 4 of 10 done in 4 s', 'steps: 10 done in 10 s']);
});
