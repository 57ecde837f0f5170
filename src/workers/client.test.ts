import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CoreError } from '../core/errors';
import { rgbImage } from '../core/image/rgb-image';
import type { BackendVerdict } from '../engine/backend';
import { InferenceClient, type InferenceOptions } from './client';
import { FakeWorker } from './testing';
import type { WorkerPort } from './worker-port';

const picture = rgbImage(new Uint8ClampedArray(12), 2, 2);
const crop = { left: 0, top: 0, side: 2 };
const answer = { prediction: { kind: 'abstained' }, milliseconds: 1 } as never;
const timeoutsMs = { start: 1_000, decode: 100, classify: 500 };

let workers: FakeWorker[];
let replaced: CoreError[];
let kept: BackendVerdict[];

function open(options: Partial<InferenceOptions> = {}): InferenceClient {
  return new InferenceClient({
    createWorker: () => {
      const worker = new FakeWorker();
      workers.push(worker);
      return worker;
    },
    backend: 'auto',
    modelsUrl: 'https://lentigo.test/models/',
    model: 'default',
    remembered: () => Promise.resolve(kept),
    remember: (verdicts) => Promise.resolve(void (kept = [...verdicts])),
    onreplaced: (reason) => replaced.push(reason),
    timeoutsMs,
    ...options,
  });
}
// Lets every promise that can settle do so.
const settle = () => vi.advanceTimersByTimeAsync(0);

beforeEach(() => {
  vi.useFakeTimers();
  workers = [];
  replaced = [];
  kept = [];
});
afterEach(() => {
  vi.useRealTimers();
});

describe('InferenceClient', () => {
  it('starts once, for many callers, and keeps the verdicts', async () => {
    const client = open();
    const both = Promise.all([client.ready(), client.ready()]);
    await settle();
    expect(workers).toHaveLength(1);
    expect(workers[0].sent).toHaveLength(1);
    workers[0].becomeReady();
    const [first, second] = await both;
    expect(first).toBe(second);
    expect(kept).toMatchObject([{ backend: 'wasm', verdict: 'accepted' }]);
  });

  it('decodes without starting', async () => {
    const client = open();
    const decoded = client.decode(new Blob());
    await settle();
    workers[0].say({ id: workers[0].last('decode').id, ok: true, value: picture });
    await expect(decoded).resolves.toBe(picture);
  });

  it('starts before it classifies', async () => {
    const client = open();
    const result = client.classify(picture, crop);
    await settle();
    workers[0].becomeReady();
    await settle();
    workers[0].say({ id: workers[0].last('classify').id, ok: true, value: answer });
    await expect(result).resolves.toBe(answer);
  });

  it('looks again only after the start, and stops when nobody waits any more', async () => {
    const client = open();
    const leaving = new AbortController();
    const looked = client.steady(picture, crop, leaving.signal);
    await settle();
    expect(workers[0].sent).toHaveLength(1);
    workers[0].becomeReady();
    await settle();
    const { id, request } = workers[0].last('steady');
    expect(request).toEqual({ kind: 'steady', image: picture, crop });
    leaving.abort();
    await expect(looked).rejects.toMatchObject({ name: 'AbortError' });
    expect(workers[0].sent.at(-1)).toEqual({ id, cancel: true });
  });

  it('rebuilds an error from its code', async () => {
    const client = open();
    const decoded = client.decode(new Blob());
    await settle();
    const { id } = workers[0].last('decode');
    workers[0].say({ id, ok: false, code: 'image-undecodable', message: 'a HEIC', reason: 'heic' });
    await expect(decoded).rejects.toEqual(new CoreError('image-undecodable', 'a HEIC', 'heic'));
    expect(workers[0].terminated).toBe(false);
  });

  it('forgets a failed start, so that the next call tries again', async () => {
    const client = open();
    const ready = client.ready();
    await settle();
    const { id } = workers[0].last('start');
    workers[0].say({ id, ok: false, code: 'bundle-missing-file', message: '404' });
    await expect(ready).rejects.toMatchObject({ code: 'bundle-missing-file' });
    const again = client.ready();
    await settle();
    workers[0].becomeReady();
    await expect(again).resolves.toBeDefined();
  });

  it('forgets a worker that could not be made', async () => {
    const createWorker = vi
      .fn<() => WorkerPort>()
      .mockImplementationOnce(() => {
        throw new Error('blocked');
      })
      .mockImplementation(() => (workers.push(new FakeWorker()), workers[0]));
    const client = open({ createWorker });
    await expect(client.decode(new Blob())).rejects.toThrow('blocked');
    const decoded = client.decode(new Blob());
    await settle();
    workers[0].say({ id: workers[0].last('decode').id, ok: true, value: picture });
    await expect(decoded).resolves.toBe(picture);
  });

  it('replaces a worker that does not answer in time', async () => {
    const client = open();
    const decoded = expect(client.decode(new Blob())).rejects.toMatchObject({ code: 'timeout' });
    await vi.advanceTimersByTimeAsync(timeoutsMs.decode);
    await decoded;
    expect(workers[0].terminated).toBe(true);
    expect(replaced).toMatchObject([{ code: 'timeout' }]);
    void client.decode(new Blob()).catch(() => undefined);
    await settle();
    expect(workers).toHaveLength(2);
    client.close();
  });

  it.each(['before', 'after'])('lets a decode wait for a start sent %s it', async (order) => {
    const client = open();
    const early = order === 'after' ? client.decode(new Blob()) : null;
    const ready = client.ready();
    await settle();
    const decoded = early ?? client.decode(new Blob());
    await vi.advanceTimersByTimeAsync(timeoutsMs.start - 1);
    workers[0].becomeReady();
    await ready;
    await vi.advanceTimersByTimeAsync(timeoutsMs.decode - 1);
    workers[0].say({ id: workers[0].last('decode').id, ok: true, value: picture });
    await expect(decoded).resolves.toBe(picture);
    expect(replaced).toEqual([]);
  });

  it('counts from the last sign of life', async () => {
    const client = open();
    const ready = client.ready();
    await vi.advanceTimersByTimeAsync(timeoutsMs.start - 1);
    workers[0].say({ id: workers[0].last('start').id, alive: true });
    await vi.advanceTimersByTimeAsync(timeoutsMs.start - 1);
    workers[0].becomeReady();
    await expect(ready).resolves.toBeDefined();
  });

  it.each(['onerror', 'onmessageerror', 'reply'] as const)(
    'rejects all that is pending when the worker dies (%s)',
    async (how) => {
      const client = open();
      const both = Promise.allSettled([client.decode(new Blob()), client.ready()]);
      await settle();
      const [worker] = workers;
      if (how === 'onerror') worker.die('out of memory');
      if (how === 'onmessageerror') worker.onmessageerror?.({} as MessageEvent);
      if (how === 'reply') {
        const { id } = worker.last('decode');
        worker.say({ id, ok: false, code: 'worker-died', message: 'wasm aborted' });
      }
      for (const outcome of await both) {
        expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'worker-died' } });
      }
      expect(replaced).toHaveLength(1);
      expect(worker.terminated).toBe(true);
    },
  );

  it('can be started anew by whoever is told of the replacement', async () => {
    let again: Promise<unknown> | undefined;
    const client: InferenceClient = open({
      onreplaced: () => {
        again = client.ready();
      },
    });
    const first = client.ready().catch(() => undefined);
    await settle();
    workers[0].die('out of memory');
    await first;
    await settle();
    expect(client.ready()).toBe(again);
    workers[1].becomeReady();
    await expect(again).resolves.toBeDefined();
  });

  it('does not hear a worker it has retired', async () => {
    const client = open();
    void client.decode(new Blob()).catch(() => undefined);
    await settle();
    workers[0].die('first');
    await settle();
    workers[0].die('second');
    expect(replaced).toHaveLength(1);
  });

  it('cancels: rejects with the reason and tells the worker', async () => {
    const client = open();
    const controller = new AbortController();
    const decoded = client.decode(new Blob(), controller.signal);
    await settle();
    controller.abort();
    await expect(decoded).rejects.toMatchObject({ name: 'AbortError' });
    const { id } = workers[0].last('decode');
    expect(workers[0].sent.at(-1)).toEqual({ id, cancel: true });
    // The reply comes all the same, and no time limit runs on.
    workers[0].say({ id, ok: false, code: 'cancelled', message: '' });
    await vi.advanceTimersByTimeAsync(10_000);
    expect(replaced).toEqual([]);
  });

  it('sends nothing for a signal that is aborted before or while the worker is made', async () => {
    const client = open();
    await expect(client.decode(new Blob(), AbortSignal.abort())).rejects.toThrow('aborted');
    expect(workers).toHaveLength(0);
    const controller = new AbortController();
    const decoded = client.decode(new Blob(), controller.signal);
    controller.abort();
    await expect(decoded).rejects.toThrow('aborted');
    expect(workers[0].sent).toEqual([]);
  });

  it('closes: rejects as cancelled, also what waits for the worker to be made', async () => {
    const client = open();
    const early = client.decode(new Blob());
    client.close();
    await expect(early).rejects.toMatchObject({ name: 'AbortError' });
    await settle();
    expect(workers[0].terminated).toBe(true);
    expect(replaced).toEqual([]);
  });
});

describe('a GPU that took its worker down', () => {
  const remembered = (worker: FakeWorker) =>
    worker.last('start').request.remembered.map(({ backend, verdict }) => `${backend} ${verdict}`);

  it('is reported as timed-out to the next worker', async () => {
    const client = open();
    void client.classify(picture, crop).catch(() => undefined);
    await settle();
    workers[0].becomeReady('webgl');
    await vi.advanceTimersByTimeAsync(timeoutsMs.classify);
    expect(replaced).toMatchObject([{ code: 'timeout' }]);
    void client.ready().catch(() => undefined);
    await settle();
    expect(remembered(workers[1])[0]).toBe('webgl timed-out');
    client.close();
  });

  it('may have been either one while starting', async () => {
    const client = open();
    void client.ready().catch(() => undefined);
    await vi.advanceTimersByTimeAsync(timeoutsMs.start);
    void client.ready().catch(() => undefined);
    await settle();
    expect(remembered(workers[1])).toEqual(['webgpu timed-out', 'webgl timed-out']);
    client.close();
  });

  it('has one death free: a tab in the background loses its GPU', async () => {
    const client = open();
    for (const expected of [[], ['webgpu accepted'], ['webgpu timed-out', 'webgpu accepted']]) {
      void client.ready();
      await settle();
      const worker = workers.at(-1)!;
      expect(remembered(worker)).toEqual(expected);
      worker.becomeReady('webgpu');
      await settle();
      worker.die('device lost');
    }
  });

  it('is not wasm: that stays', async () => {
    const client = open();
    void client.ready();
    await settle();
    workers[0].becomeReady('wasm');
    await settle();
    void client.decode(new Blob()).catch(() => undefined);
    await vi.advanceTimersByTimeAsync(timeoutsMs.decode);
    void client.ready().catch(() => undefined);
    await settle();
    expect(remembered(workers[1])).toEqual(['wasm accepted']);
    client.close();
  });
});
