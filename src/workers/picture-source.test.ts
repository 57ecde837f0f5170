// The page's side of load workers, with workers that do what the test says.
import { afterEach, expect, it } from 'vitest';
import { unchanged } from '../core/augment';
import { LEFT_OUT } from '../core/data/batches';
import type { ViewSpec } from '../core/data/view';
import type { BatchSource } from '../core/data/batches';
import type { JobMessage } from '../core/jobs/messages';
import type { LoadJob } from './load.worker';
import type { JobWorker } from './job-port';
import { openPictureSource, type BlobPicture } from './picture-source';

const spec: ViewSpec = {
  preprocess: { sizePx: 8, resize: 'area', range: [-1, 1], crop: 'centre-square' },
  augment: { ...unchanged, turns: true },
  seed: 1,
};
const LENGTH = 8 * 8 * 3;

class FakeWorker implements JobWorker {
  onmessage: JobWorker['onmessage'] = null;
  onerror: JobWorker['onerror'] = null;
  onmessageerror: JobWorker['onmessageerror'] = null;
  readonly heard: JobMessage<LoadJob>[] = [];
  terminated = 0;

  postMessage(message: JobMessage): void {
    this.heard.push(message as JobMessage<LoadJob>);
  }
  terminate(): void {
    this.terminated++;
  }
  /** Answers its last job: every number of a picture is its view. */
  give(length = LENGTH): void {
    const { id, job } = this.heard.at(-1)!;
    const value = new Float32Array(job.pictures.length * length);
    job.pictures.forEach(({ view }, i) => value.fill(view, i * length, (i + 1) * length));
    this.onmessage?.({ data: { id, kind: 'done', value } } as MessageEvent);
  }
}

let source: BatchSource | undefined;
let workers: FakeWorker[];
afterEach(() => source?.dispose());

function open(pictures: readonly BlobPicture[], count = 1): BatchSource {
  workers = [];
  source = openPictureSource(pictures, spec, {
    workers: count,
    labels: 2,
    createWorker: () => {
      workers.push(new FakeWorker());
      return workers.at(-1)!;
    },
  });
  return source;
}

const picture = (id: string, blob: BlobPicture['blob'] = new Blob([id])): BlobPicture => ({
  id,
  blob,
  label: 1,
});
/** Resolves when what was read has got to the workers. */
const settled = () => new Promise((resolve) => setTimeout(resolve));

it('spreads a read over its workers and puts it together in order', async () => {
  const { read } = open([picture('a'), picture('b'), picture('c')], 2);
  const batch = read([2, 0, 1].map((row) => ({ row, view: row + 5 })));
  await settled();
  const shares = workers.map(({ heard }) => heard[0].job.pictures.map(({ id }) => id));
  // Whichever share is there first.
  expect(shares.toSorted()).toEqual([['b'], ['c', 'a']]);
  expect(workers[0].heard[0].job.spec).toBe(spec);
  for (const worker of workers) worker.give();
  const { xs, targets } = await batch;
  expect([0, 1, 2].map((i) => xs[i * LENGTH])).toEqual([7, 5, 6]);
  expect(xs[3 * LENGTH - 1]).toBe(6);
  expect([...targets]).toEqual([0, 1, 0, 1, 0, 1]);
});

it('gets at files when they are read, and anew each time', async () => {
  let asked = 0;
  const file = new Blob(['a']);
  const { read } = open([picture('a', () => (asked++, Promise.resolve(file)))]);
  expect(asked).toBe(0);
  for (const times of [1, 2]) {
    const batch = read([{ row: 0, view: 0 }]);
    await settled();
    expect(asked).toBe(times);
    expect(workers[0].heard.at(-1)!.job.pictures[0].blob).toBe(file);
    workers[0].give();
    await batch;
  }
});

it.each([
  ['NotFoundError', 'image-undecodable'],
  ['NotReadableError', 'data-invalid'],
])('names a file that cannot be had (%s)', async (name, code) => {
  const { read } = open([picture('a.jpg', () => Promise.reject(new DOMException('gone', name)))]);
  await expect(read([{ row: 0, view: 0 }])).rejects.toMatchObject({
    name: 'CoreError',
    code,
    message: 'a.jpg could not be read: gone',
  });
});

it('passes on that getting at a file was cancelled', async () => {
  const cancelled = new DOMException('enough', 'AbortError');
  const { read } = open([picture('a', () => Promise.reject(cancelled))]);
  await expect(read([{ row: 0, view: 0 }])).rejects.toBe(cancelled);
});

it('replaces a worker that dies or says what cannot be read, and lets go of it', async () => {
  const { read } = open([picture('a')]);
  const batch = read([{ row: 0, view: 3 }]);
  await settled();
  let shown = true;
  const death = { message: 'out of memory', preventDefault: () => (shown = false) };
  workers[0].onerror!(death as unknown as ErrorEvent);
  expect(workers[0]).toMatchObject({ terminated: 1, onmessage: null, onerror: null });
  expect(shown).toBe(false);
  workers[1].give();
  expect((await batch).xs[0]).toBe(3);

  const failed = expect(read([{ row: 0, view: 3 }])).rejects.toMatchObject({
    code: 'worker-died',
    message: 'a load worker died: it did not load',
  });
  await settled();
  workers[1].onmessageerror!({} as MessageEvent);
  workers[2].onerror!({ message: '', preventDefault: () => undefined } as ErrorEvent);
  await failed;
});

it('does not take too few numbers for pictures', async () => {
  const { read } = open([picture('a')]);
  const batch = read([{ row: 0, view: 0 }]);
  await settled();
  workers[0].give(LENGTH - 1);
  await expect(batch).rejects.toThrow('a worker gave 191 numbers where 192 numbers');
});

it('stops while a file is being got at, and ends its workers when disposed of', async () => {
  const opened = open([picture('slow', () => new Promise<Blob>(() => undefined)), picture('a')]);
  const stop = new AbortController();
  const slow = expect(opened.read([{ row: 0, view: 0 }], stop.signal)).rejects.toMatchObject({
    name: 'AbortError',
  });
  stop.abort();
  await slow;
  const left = [0, 1].map((row) =>
    expect(opened.read([{ row, view: 0 }])).rejects.toMatchObject({ name: 'AbortError' }),
  );
  await settled();
  await opened.dispose();
  await Promise.all(left);
  expect(workers.map(({ terminated }) => terminated)).toEqual([1]);
});

it('refuses labels beyond its own, and rows without one', async () => {
  for (const label of [2, -2, 0.5, NaN]) {
    expect(() => open([{ ...picture('a'), label }])).toThrow(`a has label ${label}`);
  }
  const { read } = open([{ ...picture('a'), label: LEFT_OUT }]);
  await expect(read([{ row: 0, view: 0 }])).rejects.toMatchObject({ message: 'a has no label' });
  await expect(read([{ row: 1, view: 0 }])).rejects.toMatchObject({ code: 'data-invalid' });
});
