// Activations of a frozen trunk while a run trains on them: float16, a record for each
// picture, in a private file of the browser or in memory. Node's counterpart is
// training/node/record-store.ts.
//
// A record is, for each view, its numbers and a CRC-32 of them. It lies where its row
// says, so the file needs no index: a record counts where its checksums do, and what a
// kill or a full disk tore is computed again.
import { crc32 } from '../core/crc32';
import { CoreError } from '../core/errors';
import { readHalves } from '../core/float16';

export interface ActivationShape {
  /** Pictures. */
  readonly rows: number;
  readonly views: number;
  /** Numbers in one view. */
  readonly length: number;
}

export interface ActivationStore {
  /** `memory`: gone with the tab. */
  readonly keptIn: 'disk' | 'memory';
  has(row: number): boolean;
  /**
   * Keeps a record: `halves` are views × length float16 numbers.
   * @throws CoreError `data-invalid` where there is no room.
   */
  write(row: number, halves: Uint8Array): void;
  /**
   * Reads one view into `target`, as float32 [length].
   * @throws CoreError `data-invalid` for a record that is not there or damaged.
   */
  read(row: number, view: number, target: Float32Array): void;
  close(): void;
}

/** The part of a `FileSystemSyncAccessHandle` that is used; tests bring one that tears. */
export interface SyncFile {
  read(into: Uint8Array, options: { at: number }): number;
  write(bytes: Uint8Array, options: { at: number }): number;
  getSize(): number;
  truncate(size: number): void;
  flush(): void;
  close(): void;
}

const SUM_BYTES = 4;

/** Bytes that all records take. */
export function activationBytes({ rows, views, length }: ActivationShape): number {
  return rows * views * (2 * length + SUM_BYTES);
}

/** Reads through the file once, for what is whole of an earlier time. Caller closes. */
export function openActivationFile(file: SyncFile, shape: ActivationShape): ActivationStore {
  const { rows, views, length } = shape;
  const viewBytes = 2 * length + SUM_BYTES;
  const stride = views * viewBytes;
  const room = new Uint8Array(stride);
  const isWhole = (row: number) => {
    if (file.read(room, { at: row * stride }) !== stride) return false;
    return Array.from({ length: views }, (_, view) => view).every((view) => {
      const own = room.subarray(view * viewBytes, (view + 1) * viewBytes);
      return sumOf(own) === crc32(own.subarray(0, -SUM_BYTES));
    });
  };
  // Longer than it can be: of another time, with other views.
  if (file.getSize() > rows * stride) file.truncate(0);
  const whole = Array.from({ length: rows }, (_, row) => isWhole(row));
  return {
    keptIn: 'disk',
    has: (row) => whole[row] ?? false,
    write(row, halves) {
      assertSize(halves, shape);
      for (let view = 0; view < views; view++) {
        const numbers = halves.subarray(view * 2 * length, (view + 1) * 2 * length);
        room.set(numbers, view * viewBytes);
        const sum = new DataView(room.buffer, (view + 1) * viewBytes - SUM_BYTES, SUM_BYTES);
        sum.setUint32(0, crc32(numbers), true);
      }
      if (written(file, room, row * stride) !== stride) throw full();
      whole[row] = true;
    },
    read(row, view, target) {
      const bytes = new Uint8Array(viewBytes);
      const at = row * stride + view * viewBytes;
      const numbers = bytes.subarray(0, -SUM_BYTES);
      const isThere = whole[row] && view < views && file.read(bytes, { at }) === viewBytes;
      if (!isThere || sumOf(bytes) !== crc32(numbers)) {
        throw new CoreError('data-invalid', `the activations of picture ${row} are damaged`);
      }
      readHalves(numbers, target);
    },
    close() {
      file.flush();
      file.close();
    },
  };
}

/** Keeps them in memory, which is taken as they come. */
export function activationMemory(shape: ActivationShape): ActivationStore {
  const { length } = shape;
  const records = new Map<number, Uint8Array>();
  return {
    keptIn: 'memory',
    has: (row) => records.has(row),
    write(row, halves) {
      assertSize(halves, shape);
      records.set(row, halves.slice());
    },
    read(row, view, target) {
      const record = records.get(row);
      if (!record || view >= shape.views) {
        throw new CoreError('data-invalid', `there are no activations ${view} of picture ${row}`);
      }
      readHalves(record.subarray(2 * view * length, 2 * (view + 1) * length), target);
    },
    close: () => records.clear(),
  };
}

function assertSize(halves: Uint8Array, { views, length }: ActivationShape): void {
  if (halves.length === 2 * views * length) return;
  throw new RangeError(`a record has ${2 * views * length} bytes, got ${halves.length}`);
}

// Browsers throw when the disk is full, or write less than they were given.
function written(file: SyncFile, bytes: Uint8Array, at: number): number {
  try {
    return file.write(bytes, { at });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'QuotaExceededError') throw full();
    throw error;
  }
}

function full(): CoreError {
  return new CoreError('data-invalid', 'the browser keeps nothing more: its storage is full');
}

function sumOf(bytes: Uint8Array): number {
  const at = bytes.byteOffset + bytes.length - SUM_BYTES;
  return new DataView(bytes.buffer, at, SUM_BYTES).getUint32(0, true);
}
