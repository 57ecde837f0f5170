import { spawn } from 'node:child_process';
import { mkdtemp, open, readdir, rm, stat, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeHalves } from '../../src/core/float16';
import { openRecordStore, recordKey, type RecordStore } from './record-store';

const shape = { length: 5, views: 2 };
const STRIDE = 20;
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'records-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const keyOf = (n: number) => recordKey(['record', n]);
/** View v of record n holds 10n + 5v, 10n + 5v + 1, … */
const halvesOf = (n: number) =>
  writeHalves(Float32Array.from({ length: 10 }, (_, i) => 10 * n + i));

async function fill(numbers: readonly number[]): Promise<void> {
  const store = await openRecordStore(folder, shape);
  for (const n of numbers) await store.write(keyOf(n), halvesOf(n));
  await store.close();
}

async function within<T>(use: (store: RecordStore) => Promise<T>): Promise<T> {
  const store = await openRecordStore(folder, shape);
  try {
    return await use(store);
  } finally {
    await store.close();
  }
}

async function readOf(store: RecordStore, n: number, view: number): Promise<number[]> {
  const target = new Float32Array(5);
  await store.read(keyOf(n), view, target);
  return [...target];
}

async function fileEnding(ending: string): Promise<string> {
  const files = (await readdir(folder)).filter((name) => name.endsWith(ending));
  expect(files).toHaveLength(1);
  return join(folder, files[0]);
}

async function flipByte(path: string, at: number): Promise<void> {
  const file = await open(path, 'r+');
  const byte = Buffer.alloc(1);
  await file.read(byte, 0, 1, at);
  byte[0] ^= 0xff;
  await file.write(byte, 0, 1, at);
  await file.close();
}

describe('a record store', () => {
  it('gives back what was written, in the same run and the next', async () => {
    await within(async (store) => {
      await Promise.all([3, 1, 2].map((n) => store.write(keyOf(n), halvesOf(n))));
      expect(await readOf(store, 1, 1)).toEqual([15, 16, 17, 18, 19]);
    });
    await within(async (store) => {
      expect(store.records).toBe(3);
      expect(await readOf(store, 3, 0)).toEqual([30, 31, 32, 33, 34]);
      expect(await readOf(store, 2, 1)).toEqual([25, 26, 27, 28, 29]);
    });
  });

  it('gives many views at once', async () => {
    const numbers = Array.from({ length: 200 }, (_, n) => n);
    await fill(numbers);
    await within(async (store) => {
      const read = await Promise.all(numbers.map((n) => readOf(store, n, 1)));
      expect(read.map(([first]) => first)).toEqual(numbers.map((n) => 10 * n + 5));
    });
  });

  it('leaves a record as it is when its key is written again', async () => {
    await fill([1]);
    await within((store) => store.write(keyOf(1), halvesOf(2)));
    await within(async (store) => {
      expect(store.records).toBe(1);
      expect(await readOf(store, 1, 0)).toEqual([10, 11, 12, 13, 14]);
    });
  });

  it('takes records of two writers at once', async () => {
    const [one, two] = [await openRecordStore(folder, shape), await openRecordStore(folder, shape)];
    await Promise.all([one.write(keyOf(1), halvesOf(1)), two.write(keyOf(2), halvesOf(2))]);
    await Promise.all([one.close(), two.close()]);
    await within(async (store) => {
      expect(await readOf(store, 1, 0)).toEqual([10, 11, 12, 13, 14]);
      expect(await readOf(store, 2, 0)).toEqual([20, 21, 22, 23, 24]);
    });
  });

  it('writes no file where nothing is added', async () => {
    await fill([]);
    expect(await readdir(folder)).toEqual([]);
  });
});

describe('a store that was broken off', () => {
  it.each([
    ['.f16', 2 * STRIDE + 3],
    ['.f16', 2 * STRIDE],
    ['.idx', 2 * 28 + 5],
  ])('passes over what is torn in %s at %i', async (ending, size) => {
    await fill([1, 2, 3, 4]);
    await truncate(await fileEnding(ending), size);
    await within(async (store) => {
      expect([1, 2, 3, 4].map((n) => store.has(keyOf(n)))).toEqual([true, true, false, false]);
      await store.write(keyOf(3), halvesOf(3));
    });
    await within(async (store) => {
      expect(await readOf(store, 3, 0)).toEqual([30, 31, 32, 33, 34]);
      expect(await readOf(store, 2, 0)).toEqual([20, 21, 22, 23, 24]);
    });
  });

  it('passes over a last record whose numbers never reached the disk', async () => {
    await fill([1, 2]);
    const path = await fileEnding('.f16');
    const { size } = await stat(path);
    await truncate(path, STRIDE);
    await truncate(path, size);
    await within(async (store) => {
      expect([1, 2].map((n) => store.has(keyOf(n)))).toEqual([true, false]);
    });
  });

  it('passes over an index entry that is damaged', async () => {
    await fill([1, 2, 3]);
    await flipByte(await fileEnding('.idx'), 28 + 3);
    await within(async (store) => {
      expect([1, 2, 3].map((n) => store.has(keyOf(n)))).toEqual([true, false, true]);
    });
  });

  it('drops an index without numbers', async () => {
    await fill([1]);
    await rm(await fileEnding('.f16'));
    await within(async (store) => expect(store.has(keyOf(1))).toBe(false));
    expect(await readdir(folder)).toEqual([]);
  });

  it('names the file of a record that is damaged inside', async () => {
    await fill([1, 2]);
    const path = await fileEnding('.f16');
    await flipByte(path, 12);
    await within(async (store) => {
      expect(await readOf(store, 1, 0)).toEqual([10, 11, 12, 13, 14]);
      await expect(readOf(store, 1, 1)).rejects.toMatchObject({
        code: 'data-invalid',
        message: expect.stringContaining(path) as string,
      });
    });
  });

  it('has only whole records after its writer was killed', async () => {
    const script = `
      import { openRecordStore, recordKey } from ${JSON.stringify(join(import.meta.dirname, 'record-store.ts'))};
      const store = await openRecordStore(${JSON.stringify(folder)}, { length: 50000, views: 2 });
      console.log('ready');
      for (let n = 0; ; n++) await store.write(recordKey(n), new Uint8Array(200000).fill(n % 251));
    `;
    const writer = spawn(process.execPath, ['--import', 'tsx', '--input-type=module'], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    writer.stdin.end(script);
    await new Promise((ready) => writer.stdout.once('data', ready));
    await new Promise((later) => setTimeout(later, 150));
    writer.kill('SIGKILL');
    await new Promise((done) => writer.once('close', done));
    const store = await openRecordStore(folder, { length: 50_000, views: 2 });
    expect(store.records).toBeGreaterThan(3);
    const target = new Float32Array(50_000);
    for (let n = 0; n < store.records; n++) await store.read(recordKey(n), 1, target);
    await store.close();
  });
});

describe('mistakes', () => {
  it('a record of another size is refused', async () => {
    await within((store) =>
      expect(store.write(keyOf(1), new Uint8Array(18))).rejects.toThrow(/20 bytes, got 18/),
    );
  });

  it.each([
    [2, 0],
    [1, 2],
    [1, -1],
  ])('record %i, view %i, which is not there, is refused', async (n, view) => {
    await fill([1]);
    await within((store) =>
      expect(readOf(store, n, view)).rejects.toMatchObject({ code: 'data-invalid' }),
    );
  });
});
