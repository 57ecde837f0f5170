import { describe, expect, it, vi } from 'vitest';
import { openReplicaWorker, tabThreads, type ReplicaWorker } from './replica-port';

function fakeWorker() {
  return {
    postMessage: vi.fn(),
    terminate: vi.fn(),
    onmessage: null,
    onerror: null,
    onmessageerror: null,
  } as ReplicaWorker & { postMessage: ReturnType<typeof vi.fn> };
}

function setUp() {
  const worker = fakeWorker();
  const port = openReplicaWorker('wasm', () => worker);
  const heard = vi.fn();
  const died = vi.fn();
  port.listen(heard, died);
  return { worker, port, heard, died };
}

describe('openReplicaWorker', () => {
  it('starts the backend first, then passes messages on', () => {
    const { worker, port, heard } = setUp();
    port.send({ kind: 'close' });
    expect(worker.postMessage.mock.calls).toEqual([
      [{ kind: 'start', backend: 'wasm' }],
      [{ kind: 'close' }],
    ]);
    const ready = { kind: 'ready', backend: 'wasm', detail: '' } as const;
    worker.onmessage!({ data: ready } as MessageEvent);
    expect(heard).toHaveBeenCalledWith(ready);
  });

  it('tells of an error, and of a message that cannot be read', () => {
    const { worker, died } = setUp();
    const event = { message: 'boom', preventDefault: vi.fn() };
    worker.onerror!(event as unknown as ErrorEvent);
    expect(event.preventDefault).toHaveBeenCalled();
    // A script that cannot be loaded has no message.
    worker.onerror!({ preventDefault: vi.fn() } as unknown as ErrorEvent);
    worker.onmessageerror!({} as MessageEvent);
    expect(died.mock.calls).toEqual([
      ["a replica's worker died: boom"],
      ["a replica's worker died: it did not load"],
      ["a replica's message could not be read"],
    ]);
  });

  it('ends the worker, and hears no more of it', async () => {
    const { worker, port } = setUp();
    await port.close();
    expect(worker.terminate).toHaveBeenCalledOnce();
    expect(worker).toMatchObject({ onmessage: null, onerror: null, onmessageerror: null });
  });
});

describe('tabThreads', () => {
  it('shares memory where the page is isolated, and nowhere else', () => {
    expect(tabThreads(false).share).toBeNull();
    const floats = tabThreads(true).share!(3);
    expect(floats).toEqual(new Float32Array(3));
    expect(floats.buffer).toBeInstanceOf(SharedArrayBuffer);
  });

  it('calls back after a time unless cancelled', () => {
    vi.useFakeTimers();
    const [late, never] = [vi.fn(), vi.fn()];
    const { after } = tabThreads(false);
    after(50, late);
    after(50, never)();
    vi.advanceTimersByTime(49);
    expect(late).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(late).toHaveBeenCalledOnce();
    expect(never).not.toHaveBeenCalled();
    vi.useRealTimers();
  });
});
