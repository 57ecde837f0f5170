// Runs in this tab with a worker that says what the tests let it say.
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { FromTrainer, ToTrainer } from '../../workers/training-protocol';
import { train, trainInTurn } from './live-runs.svelte';

const workers = vi.hoisted(() => [] as FakeWorker[]);
const finished = vi.hoisted(() => new Set<string>());

interface FakeWorker {
  readonly runId: string;
  say(message: FromTrainer): void;
}

vi.mock('../../storage/lab/runs', () => ({
  readRun: (id: string) => Promise.resolve({ state: finished.has(id) ? 'finished' : 'begun' }),
}));
vi.mock('../../workers/start-lab', () => ({
  replicaCount: () => 1,
  modelsUrl: () => '',
  createTrainingWorker: () => {
    const worker = {
      onmessage: null as ((event: { data: FromTrainer }) => void) | null,
      postMessage: (message: ToTrainer) => {
        if ('runId' in message) {
          workers.push({ runId: message.runId, say: (data) => worker.onmessage?.({ data }) });
        }
      },
      terminate: () => {},
    };
    return worker;
  },
}));

const step: FromTrainer = {
  ...{ kind: 'step', heapBytes: 0 },
  step: { epoch: 0, step: 1, stepsPerEpoch: 9, loss: 1, learningRate: 1 },
};
const end = (state: 'finished' | 'stopped'): FromTrainer => ({ kind: 'ended', state, reason: '' });
const workerOf = (runId: string) =>
  vi.waitFor(
    () => {
      const found = workers.find((worker) => worker.runId === runId);
      if (!found) throw new Error(`${runId} was not begun`);
      return found;
    },
    { timeout: 10_000 },
  );

beforeEach(() => {
  workers.length = 0;
  finished.clear();
});

describe('speed', () => {
  it('counts the time from step to step, and none of a pause or an epoch between', async () => {
    const clock = vi.spyOn(performance, 'now');
    const at = (ms: number) => clock.mockReturnValue(ms);
    const run = train('speed', 'auto');
    const worker = await workerOf('speed');
    const stepAt = (ms: number) => {
      at(ms);
      worker.say(step);
    };
    [1_000, 3_000].forEach(stepAt);
    expect([run.steps, run.seconds]).toEqual([1, 2]);
    run.pause();
    // The step that was under way ends within the pause.
    stepAt(4_000);
    run.goOn();
    [60_000, 61_000].forEach(stepAt);
    expect([run.steps, run.seconds]).toEqual([2, 3]);
    worker.say({
      kind: 'epoch',
      log: { epoch: 1, steps: 9, learningRate: 1, seconds: 1, metrics: {} },
    });
    [90_000, 92_000].forEach(stepAt);
    expect([run.steps, run.seconds]).toEqual([3, 5]);
    clock.mockRestore();
    worker.say(end('stopped'));
  });
});

describe('runs in turn', () => {
  it('leaves a run alone that trains already, and waits for it', async () => {
    const alone = train('b', 'auto');
    trainInTurn(['a', 'b', 'c'], 'auto');
    (await workerOf('a')).say(end('finished'));
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(workers.map(({ runId }) => runId)).toEqual(['b', 'a']);
    expect(train('b', 'auto')).toBe(alone);
    (await workerOf('b')).say(end('finished'));
    await workerOf('c');
  });

  it('passes over one that has finished by itself', async () => {
    finished.add('two');
    trainInTurn(['one', 'two', 'three'], 'auto');
    (await workerOf('one')).say(end('finished'));
    await workerOf('three');
    expect(workers.map(({ runId }) => runId)).toEqual(['one', 'three']);
  });

  it('ends with one that was stopped', async () => {
    trainInTurn(['first', 'second'], 'auto');
    (await workerOf('first')).say(end('stopped'));
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(workers.map(({ runId }) => runId)).toEqual(['first']);
  });
});
