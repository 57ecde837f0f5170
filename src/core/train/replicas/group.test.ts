import { describe, expect, it, vi } from 'vitest';
import { CoreError, type CoreErrorCode } from '../../errors';
import type { NetworkConfig } from '../networks/create-network';
import { ReplicaGroup, type GroupOptions, type ReplicaPort } from './group';
import type { FromReplica, MicroBatch, ToReplica } from './messages';

const network: NetworkConfig = {
  kind: 'perceptron',
  features: 1,
  hidden: 1,
  labels: 2,
  inputDropout: 0,
  hiddenDropout: 0,
};

type JobMessage = Extract<ToReplica, { kind: 'gradient' | 'logits' }>;

/** A replica on no thread, which answers when the test says so. */
class FakeReplica implements ReplicaPort {
  readonly heard: ToReplica[] = [];
  closed = 0;
  answer: (message: FromReplica) => void = () => undefined;
  die: (reason: string) => void = () => undefined;

  send(message: ToReplica): void {
    this.heard.push(message);
  }
  listen(onMessage: (message: FromReplica) => void, onDeath: (reason: string) => void): void {
    this.answer = onMessage;
    this.die = onDeath;
  }
  close(): void {
    this.closed++;
  }

  get jobs(): JobMessage[] {
    return this.heard.filter((m): m is JobMessage => m.kind === 'gradient' || m.kind === 'logits');
  }
  ready(backend = 'cpu'): void {
    this.answer({ kind: 'ready', backend, detail: 'fake' });
  }
  fail(code: CoreErrorCode, message: string = code): void {
    this.answer({ kind: 'failed', id: this.jobs.at(-1)?.id ?? null, code, message });
  }
  /** Answers the job it was given last; every weight's gradient is `value`. */
  give(value: number, { loss = value, heapBytes = 0 } = {}): void {
    const job = this.jobs.at(-1)!;
    if (job.kind === 'logits') {
      this.answer({ kind: 'logits', id: job.id, logits: Float32Array.of(value) });
      return;
    }
    const gradient = job.into ?? new Float32Array(3);
    gradient.fill(value);
    this.answer({
      kind: 'gradient',
      id: job.id,
      loss,
      gradient: job.into ? null : gradient,
      moments: Float32Array.of(value, value),
      heapBytes,
    });
  }
}

function setUp({ replicas = 1, ...more }: Partial<GroupOptions> = {}) {
  const opened: FakeReplica[] = [];
  const clocks: { ms: number; late: () => void; stopped: boolean }[] = [];
  const replaced: CoreError[] = [];
  const group = new ReplicaGroup({
    network,
    replicas,
    open: () => {
      const replica = new FakeReplica();
      opened.push(replica);
      return replica;
    },
    values: { weights: new Float32Array(3), moving: new Float32Array(2) },
    share: null,
    limitMs: 500,
    after: (ms, late) => {
      const clock = { ms, late, stopped: false };
      clocks.push(clock);
      return () => void (clock.stopped = true);
    },
    onReplaced: (reason) => replaced.push(reason),
    ...more,
  });
  const running = () => clocks.filter(({ stopped }) => !stopped);
  return { group, opened, clocks, running, replaced };
}

const batch = (rows: number): MicroBatch => ({
  rows,
  xs: new Float32Array(rows),
  targets: new Float32Array(2 * rows),
  rowWeights: new Float32Array(rows).fill(1),
  seed: '',
});

const kinds = (replica: FakeReplica) => replica.heard.map(({ kind }) => kind);

describe('starting', () => {
  it('refuses a number of replicas that is none', () => {
    for (const replicas of [0, -1, 1.5, NaN]) {
      expect(() => setUp({ replicas })).toThrow(/must be a replica/);
    }
  });

  it('tells the backend of the first replica that is up', async () => {
    const { group, opened } = setUp({ replicas: 2 });
    const told = group.backend();
    opened[1].ready('wasm');
    await expect(told).resolves.toEqual({ name: 'wasm', detail: 'fake' });
  });

  it('tries once more, and then says why not', async () => {
    const { group, opened, replaced } = setUp();
    const told = group.backend();
    const answer = group.gradient([batch(1)]);
    opened[0].fail('backend-unavailable', 'no wasm');
    expect(opened[0].closed).toBe(1);
    expect(replaced).toMatchObject([{ code: 'backend-unavailable' }]);
    opened[1].fail('backend-unavailable', 'still no wasm');
    const wanted = { code: 'backend-unavailable', message: 'still no wasm' };
    await expect(told).rejects.toMatchObject(wanted);
    await expect(answer).rejects.toMatchObject(wanted);
    await expect(group.gradient([batch(1)])).rejects.toMatchObject(wanted);
    expect(opened).toHaveLength(2);
  });

  it('counts failures in a row only', async () => {
    const { group, opened } = setUp();
    opened[0].fail('worker-died');
    opened[1].ready();
    opened[1].die('later');
    opened[2].fail('worker-died');
    opened[3].ready();
    await expect(group.backend()).resolves.toMatchObject({ name: 'cpu' });
  });

  it('gives up on a thread that cannot even be made', async () => {
    const open = vi.fn(() => {
      throw new Error('no more threads');
    });
    const { group } = setUp({ open });
    await expect(group.backend()).rejects.toMatchObject({
      code: 'worker-died',
      message: expect.stringContaining('no more threads') as string,
    });
    expect(open).toHaveBeenCalledTimes(2);
  });

  it('gives up on replicas that never get ready', async () => {
    const { group, opened, running } = setUp();
    const told = group.backend();
    running()[0].late();
    expect(opened[0].closed).toBe(1);
    running()[0].late();
    await expect(told).rejects.toMatchObject({
      code: 'timeout',
      message: 'starting took a replica longer than 500 ms',
    });
    expect(running()).toEqual([]);
  });
});

describe('working', () => {
  it('adds micro-batches up in their own order, whoever is done first', async () => {
    const { group, opened } = setUp({ replicas: 3 });
    opened.forEach((replica) => replica.ready());
    const answer = group.gradient([batch(1), batch(1), batch(2)]);
    // In float32, 2²⁴ + 1 is 2²⁴: (2²⁴ + 1) − 2²⁴ = 0, and (2²⁴ − 2²⁴) + 1 = 1.
    opened[2].give(-(2 ** 24));
    opened[1].give(1);
    opened[0].give(2 ** 24, { loss: 7, heapBytes: 99 });
    const { loss, gradient } = await answer;
    expect([...gradient]).toEqual([0, 0, 0]);
    expect(loss).toBe((7 + 1 - 2 ** 24) / 4);
    expect(group.heapBytes).toBe(99);
  });

  it('weighs statistics by rows', async () => {
    const { group, opened } = setUp();
    opened[0].ready();
    const answer = group.gradient([batch(3), batch(1)]);
    opened[0].give(4);
    opened[0].give(8);
    expect(await answer).toMatchObject({
      gradient: Float32Array.of(3, 3, 3),
      moments: Float32Array.of(5, 5),
      loss: 3,
    });
  });

  it('gives logits part by part, in order', async () => {
    const { group, opened } = setUp({ replicas: 2 });
    opened.forEach((replica) => replica.ready());
    const answer = group.logits([1, 2].map((rows) => ({ rows, xs: new Float32Array(rows) })));
    opened[1].give(20);
    opened[0].give(10);
    expect(await answer).toEqual([Float32Array.of(10), Float32Array.of(20)]);
  });

  it('sends values once after each change, before the job', async () => {
    const { group, opened } = setUp();
    opened[0].ready();
    for (let i = 0; i < 2; i++) {
      const answer = group.gradient([batch(1), batch(1)]);
      opened[0].give(1);
      opened[0].give(1);
      await answer;
      group.valuesChanged();
    }
    const step = ['values', 'gradient', 'gradient'];
    expect(kinds(opened[0])).toEqual(['open', ...step, ...step]);
  });

  it('shares memory where it can: no values are sent, and a room is used again', async () => {
    const share = vi.fn((floats: number) => new Float32Array(floats));
    const { group, opened } = setUp({ share });
    opened[0].ready();
    expect(opened[0].heard[0]).toMatchObject({ shared: { weights: new Float32Array(3) } });
    for (let i = 0; i < 2; i++) {
      const answer = group.gradient([batch(1)]);
      opened[0].give(5);
      expect([...(await answer).gradient]).toEqual([5, 5, 5]);
      group.valuesChanged();
    }
    expect(kinds(opened[0])).toEqual(['open', 'gradient', 'gradient']);
    expect(share).toHaveBeenCalledTimes(1);
  });
});

describe('failing', () => {
  it.each([
    ['says that it failed', 'out-of-memory', (r: FakeReplica) => r.fail('out-of-memory')],
    ['dies', 'worker-died', (r: FakeReplica) => r.die('gone')],
    ['is late', 'timeout', null],
  ] as const)('gives the job of a replica that %s to a fresh one', async (_n, code, how) => {
    const { group, opened, running, replaced } = setUp();
    opened[0].ready();
    const answer = group.gradient([batch(1)]);
    if (how) how(opened[0]);
    else running()[0].late();
    expect(opened[0].closed).toBe(1);
    expect(replaced).toMatchObject([{ code }]);
    opened[1].ready();
    expect(opened[1].jobs).toMatchObject([{ kind: 'gradient', batch: { rows: 1 } }]);
    opened[1].give(2);
    expect([...(await answer).gradient]).toEqual([2, 2, 2]);
    expect(running()).toEqual([]);
  });

  it('gives a job up that two replicas failed at, and goes on with another', async () => {
    const { group, opened } = setUp();
    opened[0].ready();
    const answer = group.gradient([batch(1)]);
    opened[0].fail('out-of-memory', 'first');
    opened[1].ready();
    opened[1].fail('out-of-memory', 'second');
    const error = await answer.catch((e: unknown) => e);
    expect(error).toBeInstanceOf(CoreError);
    expect(error).toMatchObject({ code: 'out-of-memory', message: 'second' });
    opened[2].ready();
    const smaller = group.gradient([batch(1)]);
    opened[2].give(1);
    expect([...(await smaller).gradient]).toEqual([1, 1, 1]);
  });

  it('waits for the other replicas before it reports', async () => {
    const { group, opened } = setUp({ replicas: 2 });
    opened.forEach((replica) => replica.ready());
    const settled = vi.fn();
    const answer = group.gradient([batch(1), batch(1)]).then(settled, settled);
    opened[0].fail('out-of-memory');
    opened[2].ready();
    opened[2].fail('out-of-memory');
    await Promise.resolve();
    expect(settled).not.toHaveBeenCalled();
    opened[1].give(1);
    await answer;
    expect(settled).toHaveBeenCalledWith(expect.objectContaining({ code: 'out-of-memory' }));
  });

  it('does not hear one that was replaced', async () => {
    const { group, opened, running, replaced } = setUp();
    opened[0].ready();
    const answer = group.gradient([batch(1)]);
    running()[0].late();
    opened[0].give(100);
    opened[0].die('terminated');
    expect(replaced).toHaveLength(1);
    opened[1].ready();
    opened[1].give(2);
    expect([...(await answer).gradient]).toEqual([2, 2, 2]);
  });

  it('takes shared room away from one that was replaced', async () => {
    const share = (floats: number) => new Float32Array(floats);
    const { group, opened, running } = setUp({ share });
    opened[0].ready();
    const answer = group.gradient([batch(1)]);
    running()[0].late();
    opened[1].ready();
    opened[1].give(2);
    opened[0].give(100);
    expect([...(await answer).gradient]).toEqual([2, 2, 2]);
  });

  it('replaces one that dies without a job', () => {
    const { opened, replaced } = setUp();
    opened[0].ready();
    opened[0].die('the GPU was lost');
    expect(replaced).toMatchObject([{ code: 'worker-died', message: 'the GPU was lost' }]);
    expect(opened).toHaveLength(2);
  });
});

describe('closing', () => {
  it('ends replicas, and rejects what is open and what comes after', async () => {
    const { group, opened, running } = setUp();
    opened[0].ready();
    const answer = group.gradient([batch(1), batch(1)]);
    await group.close();
    await expect(answer).rejects.toMatchObject({ code: 'worker-died' });
    await expect(group.logits([])).rejects.toThrow('the replicas were closed');
    opened[0].give(1);
    opened[0].die('terminated');
    expect(opened).toHaveLength(1);
    expect(opened[0].closed).toBe(1);
    expect(running()).toEqual([]);
  });

  it('ends one that is still starting', async () => {
    const { group, opened } = setUp();
    const told = group.backend();
    await group.close();
    await expect(told).rejects.toMatchObject({ code: 'worker-died' });
    opened[0].ready();
    expect(kinds(opened[0])).toEqual(['open']);
  });
});
