// A start that is overtaken: by `close`, by the end of its worker, by a person who does not
// want to wait, by a storage that fails or hangs.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CoreError } from '../core/errors';
import { rgbImage } from '../core/image/rgb-image';
import type { BackendVerdict } from '../engine/backend';
import { InferenceClient, type InferenceOptions } from './client';
import { FakeWorker } from './testing';

const picture = rgbImage(new Uint8ClampedArray(12), 2, 2);
const crop = { left: 0, top: 0, side: 2 };
const answer = { prediction: { kind: 'abstained' }, milliseconds: 1 } as never;
const timeoutsMs = { recall: 50, start: 1_000, decode: 100, classify: 500 };
const slow: BackendVerdict = { backend: 'webgl', verdict: 'timed-out', detail: 'last week' };
const aborted = { name: 'AbortError' };

let workers: FakeWorker[];
let replaced: CoreError[];
let client: InferenceClient;

function open(options: Partial<InferenceOptions> = {}): void {
  client = new InferenceClient({
    createWorker: () => {
      const worker = new FakeWorker();
      workers.push(worker);
      return worker;
    },
    backend: 'auto',
    modelsUrl: 'https://lentigo.test/models/',
    model: 'default',
    remembered: () => Promise.resolve([]),
    remember: () => Promise.resolve(),
    onreplaced: (reason) => replaced.push(reason),
    timeoutsMs,
    ...options,
  });
}
const never = () => new Promise<never>(() => undefined);
const settle = () => vi.advanceTimersByTimeAsync(0);
const startsSentTo = (worker: FakeWorker) =>
  worker.sent.filter((message) => 'request' in message && message.request.kind === 'start');

beforeEach(() => {
  vi.useFakeTimers();
  workers = [];
  replaced = [];
});
afterEach(() => {
  client.close();
  vi.useRealTimers();
});

describe('while the remembered verdicts are on their way', () => {
  let recalled: (verdicts: readonly BackendVerdict[]) => void;

  beforeEach(() => {
    const recalling = new Promise<readonly BackendVerdict[]>((resolve) => (recalled = resolve));
    const remembered = vi.fn().mockReturnValueOnce(recalling).mockResolvedValue([slow]);
    open({ remembered });
  });

  it('close ends the start at once and leaves no worker behind', async () => {
    const ready = client.ready();
    client.close();
    await expect(ready).rejects.toMatchObject(aborted);
    recalled([]);
    await settle();
    expect(workers.filter(({ terminated }) => !terminated)).toEqual([]);
    expect(workers.flatMap(({ sent }) => sent)).toEqual([]);
  });

  it('close also ends a classify that waits for the start', async () => {
    const result = client.classify(picture, crop);
    client.close();
    await expect(result).rejects.toMatchObject(aborted);
    recalled([]);
    await settle();
    expect(workers.filter(({ terminated }) => !terminated)).toEqual([]);
  });

  it('a replaced worker takes the start with it, and the next gets one start', async () => {
    const first = expect(client.ready()).rejects.toMatchObject({ code: 'worker-died' });
    void client.decode(new Blob()).catch(() => undefined);
    await settle();
    workers[0].die('out of memory');
    await first;
    const again = client.ready();
    recalled([]);
    await settle();
    expect(workers).toHaveLength(2);
    expect(startsSentTo(workers[1])).toHaveLength(1);
    workers[1].becomeReady();
    await expect(again).resolves.toBeDefined();
  });

  it('a decode that hangs is not blamed on the GPU', async () => {
    open({ remembered: never, timeoutsMs: { ...timeoutsMs, recall: 10_000 } });
    void client.ready().catch(() => undefined);
    void client.decode(new Blob()).catch(() => undefined);
    await vi.advanceTimersByTimeAsync(timeoutsMs.decode);
    expect(replaced).toMatchObject([{ code: 'timeout' }]);
    void client.ready().catch(() => undefined);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(workers[1].last('start').request.remembered).toEqual([]);
  });
});

describe('a storage that does not do its part', () => {
  const storages = [
    ['hangs', never, /50 ms/],
    ['fails', () => Promise.reject(new Error('disk gone')), /^disk gone$/],
  ] as const;

  it.each(storages)('is started without, and that is said: %s', async (_, remembered, reason) => {
    open({ remembered });
    const ready = client.ready();
    await vi.advanceTimersByTimeAsync(timeoutsMs.recall);
    expect(workers[0].last('start').request.remembered).toEqual([]);
    workers[0].becomeReady();
    await expect(ready).resolves.toMatchObject({
      notRecalled: expect.stringMatching(reason) as string,
    });
  });

  it('says nothing of the kind where it does', async () => {
    open({ remembered: () => Promise.resolve([slow]) });
    const ready = client.ready();
    await settle();
    expect(workers[0].last('start').request.remembered).toEqual([slow]);
    workers[0].becomeReady();
    expect(await ready).not.toHaveProperty('notRecalled');
  });

  it.each(storages)(
    'keeps nobody from an answer by what it does not keep: %s',
    async (_, fails) => {
      open({ remember: fails });
      const result = client.classify(picture, crop);
      await settle();
      workers[0].becomeReady();
      await settle();
      workers[0].say({ id: workers[0].last('classify').id, ok: true, value: answer });
      await expect(result).resolves.toBe(answer);
    },
  );
});

describe('a classify that is cancelled during the start', () => {
  it('rejects at once, and the start goes on for the next one', async () => {
    open();
    const controller = new AbortController();
    let outcome: unknown;
    client.classify(picture, crop, controller.signal).catch((error: unknown) => (outcome = error));
    await settle();
    controller.abort();
    await settle();
    expect(outcome).toMatchObject(aborted);

    const next = client.classify(picture, crop);
    workers[0].becomeReady();
    await settle();
    expect(workers).toHaveLength(1);
    expect(workers[0].sent.map((m) => 'request' in m && m.request.kind)).toEqual([
      'start',
      'classify',
    ]);
    workers[0].say({ id: workers[0].last('classify').id, ok: true, value: answer });
    await expect(next).resolves.toBe(answer);
  });

  it('rejects at once also while the worker is made', async () => {
    open({ createWorker: never });
    const controller = new AbortController();
    const result = expect(client.classify(picture, crop, controller.signal)).rejects.toMatchObject(
      aborted,
    );
    controller.abort();
    await result;
  });

  it('gives a start that hangs no more time', async () => {
    open();
    void client.ready().catch(() => undefined);
    await vi.advanceTimersByTimeAsync(timeoutsMs.start - 1);
    const controller = new AbortController();
    void client.classify(picture, crop, controller.signal).catch(() => undefined);
    controller.abort();
    await vi.advanceTimersByTimeAsync(1);
    expect(replaced).toMatchObject([{ code: 'timeout' }]);
  });

  it('does not start a worker when it is cancelled beforehand', async () => {
    open();
    const result = client.classify(picture, crop, AbortSignal.abort());
    await expect(result).rejects.toMatchObject(aborted);
    expect(workers).toEqual([]);
  });
});
