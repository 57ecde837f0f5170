import { describe, expect, it } from 'vitest';
import { CoreError } from '../core/errors';
import { writeHalves } from '../core/float16';
import {
  activationBytes,
  activationMemory,
  openActivationFile,
  type SyncFile,
} from './activation-store';

/** A file in memory; `most` bytes fit on its disk. */
class FakeFile implements SyncFile {
  bytes = new Uint8Array(0);
  isClosed = false;
  most = Infinity;
  read(into: Uint8Array, { at }: { at: number }): number {
    const part = this.bytes.subarray(at, at + into.length);
    into.set(part);
    return part.length;
  }
  write(bytes: Uint8Array, { at }: { at: number }): number {
    if (at + bytes.length > this.most) {
      throw new DOMException('full', 'QuotaExceededError');
    }
    const grown = new Uint8Array(Math.max(this.bytes.length, at + bytes.length));
    grown.set(this.bytes);
    grown.set(bytes, at);
    this.bytes = grown;
    return bytes.length;
  }
  getSize = () => this.bytes.length;
  truncate(size: number): void {
    this.bytes = this.bytes.slice(0, size);
  }
  flush(): void {}
  close(): void {
    this.isClosed = true;
  }
}

const shape = { rows: 3, views: 2, length: 4 };
const halves = (row: number) =>
  writeHalves(Float32Array.from({ length: 8 }, (_, i) => row + i / 16));
const wanted = (row: number, view: number) =>
  Float32Array.from({ length: 4 }, (_, i) => row + (4 * view + i) / 16);

describe.each([
  ['a file', () => openActivationFile(new FakeFile(), shape)],
  ['memory', () => activationMemory(shape)],
])('activations in %s', (_where, open) => {
  it('come back as they were kept, view by view', () => {
    const store = open();
    for (const row of [2, 0]) store.write(row, halves(row));
    expect([0, 1, 2].map((row) => store.has(row))).toEqual([true, false, true]);
    const target = new Float32Array(4);
    for (const [row, view] of [
      [2, 1],
      [0, 0],
      [2, 0],
    ]) {
      store.read(row, view, target);
      expect(target).toEqual(wanted(row, view));
    }
  });

  it('are not read where there are none', () => {
    const store = open();
    store.write(0, halves(0));
    const target = new Float32Array(4);
    expect(() => store.read(1, 0, target)).toThrow(CoreError);
    expect(() => store.read(0, 2, target)).toThrow(CoreError);
    expect(() => store.write(1, halves(1).subarray(2))).toThrow(RangeError);
  });
});

describe('a file of activations', () => {
  function filled(): FakeFile {
    const file = new FakeFile();
    const store = openActivationFile(file, shape);
    for (let row = 0; row < 3; row++) store.write(row, halves(row));
    store.close();
    expect(file.isClosed).toBe(true);
    expect(file.bytes).toHaveLength(activationBytes(shape));
    return file;
  }
  const whole = (file: FakeFile) => {
    const store = openActivationFile(file, shape);
    return [0, 1, 2].map((row) => store.has(row));
  };

  it('is whole when it is opened again', () => {
    expect(whole(filled())).toEqual([true, true, true]);
  });

  it('lacks the record that was cut off, and no other', () => {
    const file = filled();
    file.truncate(file.bytes.length - 1);
    expect(whole(file)).toEqual([true, true, false]);
  });

  it('lacks a record with a byte that changed', () => {
    const file = filled();
    file.bytes[activationBytes(shape) / 3 + 9] ^= 1;
    expect(whole(file)).toEqual([true, false, true]);
  });

  it('takes zeros for nothing, as a file holds that was made longer', () => {
    const file = new FakeFile();
    openActivationFile(file, shape).write(2, halves(2));
    expect(whole(file)).toEqual([false, false, true]);
  });

  it('says so when a record is damaged while it is open', () => {
    const file = filled();
    const store = openActivationFile(file, shape);
    file.bytes[0] ^= 1;
    expect(() => store.read(0, 0, new Float32Array(4))).toThrow(/damaged/);
  });

  it('of another shape counts for nothing', () => {
    const file = filled();
    const store = openActivationFile(file, { ...shape, rows: 2 });
    expect([0, 1].map((row) => store.has(row))).toEqual([false, false]);
  });

  it('says that the disk is full', () => {
    const file = new FakeFile();
    file.most = activationBytes(shape) - 1;
    const store = openActivationFile(file, shape);
    store.write(0, halves(0));
    expect(() => store.write(2, halves(2))).toThrow(/storage is full/);
    expect(store.has(2)).toBe(false);
  });
});
