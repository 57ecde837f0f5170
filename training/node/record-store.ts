// Records of float16 numbers on disk, all of one size, found by a key. Written once and
// read at random, one view at a time, so that memory holds what is asked for only.
//
// Each process that writes has a file of its own for the numbers (`.f16`) and one that
// says which record lies where (`.idx`), so two runs at once cannot damage each other. A
// record counts once its index entry is whole, and the entry is written after the numbers:
// a kill loses the record being written. Checksums catch what a power cut or a copy broke
// off tears.
import { createHash, randomBytes } from 'node:crypto';
import { mkdir, open, readdir, readFile, rm, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { CoreError } from '../../src/core/errors';
import { readHalves } from '../../src/core/float16';

export interface RecordShape {
  /** Numbers in one view. */
  readonly length: number;
  readonly views: number;
}

export interface RecordStore extends RecordShape {
  readonly records: number;
  has(key: string): boolean;
  /**
   * Adds a record: `halves` are views × length float16 numbers. A key that is there is
   * left as it is. @throws RangeError for another size.
   */
  write(key: string, halves: Uint8Array): Promise<void>;
  /**
   * Reads one view into `target`, as float32 [length].
   * @throws CoreError `data-invalid` naming the file if the record is not there or damaged.
   */
  read(key: string, view: number, target: Float32Array): Promise<void>;
  /** Makes what was written last, and closes the files. */
  close(): Promise<void>;
}

interface Segment {
  readonly path: string;
  readonly numbers: FileHandle;
}

interface Entry {
  readonly segment: Segment;
  readonly slot: number;
  /** CRC-32 of each view's bytes. */
  readonly checksums: readonly number[];
}

const KEY_BYTES = 16;

/** A record's key: a hash of everything its numbers depend on beside the store's folder. */
export function recordKey(parts: unknown): string {
  const hash = createHash('sha256').update(JSON.stringify(parts)).digest();
  return hash.toString('hex', 0, KEY_BYTES);
}

/** Opens the store in `folder`, which is made if need be. Caller closes. */
export async function openRecordStore(folder: string, shape: RecordShape): Promise<RecordStore> {
  const { length, views } = shape;
  const viewBytes = length * 2;
  const stride = views * viewBytes;
  await mkdir(folder, { recursive: true });
  const segments: Segment[] = [];
  const entries = new Map<string, Entry>();
  for (const file of (await readdir(folder)).sort()) {
    if (!file.endsWith('.idx')) continue;
    await addSegment(join(folder, file.slice(0, -'.idx'.length)), shape, segments, entries);
  }
  let own: { segment: Segment; index: FileHandle; slots: number } | null = null;
  const opening: { promise: Promise<void> | null } = { promise: null };
  const spare: Buffer[] = [];

  async function openOwn(): Promise<void> {
    const path = join(folder, `${process.pid}-${randomBytes(6).toString('hex')}`);
    const numbers = await open(`${path}.f16`, 'wx+');
    const index = await open(`${path}.idx`, 'wx');
    const segment = { path, numbers };
    segments.push(segment);
    own = { segment, index, slots: 0 };
  }

  return {
    length,
    views,
    get records() {
      return entries.size;
    },
    has: (key) => entries.has(key),
    async write(key, halves) {
      if (halves.length !== stride) {
        throw new RangeError(`a record has ${stride} bytes, got ${halves.length}`);
      }
      await (opening.promise ??= openOwn());
      if (entries.has(key)) return;
      const { segment, index } = own!;
      const slot = own!.slots++;
      const checksums = Array.from({ length: views }, (_, view) =>
        crc32(halves.subarray(view * viewBytes, (view + 1) * viewBytes)),
      );
      await writeAll(segment.numbers, halves, slot * stride);
      const entry = encodeEntry(key, checksums);
      await writeAll(index, entry, slot * entry.length);
      entries.set(key, { segment, slot, checksums });
    },
    async read(key, view, target) {
      const entry = entries.get(key);
      if (!entry || !(view in entry.checksums)) {
        throw new CoreError('data-invalid', `${folder} has no view ${view} of record ${key}`);
      }
      const bytes = spare.pop() ?? Buffer.allocUnsafeSlow(viewBytes);
      try {
        const { segment, slot, checksums } = entry;
        if (!(await readWhole(segment.numbers, bytes, slot * stride + view * viewBytes))) {
          throw damaged(segment, slot);
        }
        if (crc32(bytes) !== checksums[view]) throw damaged(segment, slot);
        readHalves(bytes, target);
      } finally {
        spare.push(bytes);
      }
    },
    async close() {
      await opening.promise?.catch(() => {});
      if (own) {
        await own.segment.numbers.datasync();
        await own.index.datasync();
        await own.index.close();
      }
      await Promise.all(segments.map(({ numbers }) => numbers.close()));
    },
  };
}

/** Adds a segment's whole records; what is torn at its end is passed over. */
async function addSegment(
  path: string,
  { length, views }: RecordShape,
  segments: Segment[],
  entries: Map<string, Entry>,
): Promise<void> {
  const numbers = await open(`${path}.f16`, 'r').catch(() => null);
  // An index without numbers says nothing.
  if (!numbers) return rm(`${path}.idx`, { force: true });
  const segment = { path, numbers };
  segments.push(segment);
  const index = await readFile(`${path}.idx`);
  const { size } = await numbers.stat();
  const stride = views * length * 2;
  const entryBytes = entryLength(views);
  const last = Math.min(Math.floor(index.length / entryBytes), Math.floor(size / stride)) - 1;
  for (let slot = 0; slot <= last; slot++) {
    const entry = decodeEntry(index.subarray(slot * entryBytes, (slot + 1) * entryBytes), views);
    if (!entry || entries.has(entry.key)) continue;
    const { key, checksums } = entry;
    if (slot === last && !(await isWhole(segment, slot, length, checksums))) continue;
    entries.set(key, { segment, slot, checksums });
  }
}

// After a power cut a file can be as long as it should be and hold zeros at its end.
async function isWhole(
  { numbers }: Segment,
  slot: number,
  length: number,
  checksums: readonly number[],
): Promise<boolean> {
  const bytes = Buffer.allocUnsafe(length * 2);
  for (let view = 0; view < checksums.length; view++) {
    const at = (slot * checksums.length + view) * bytes.length;
    if (!(await readWhole(numbers, bytes, at)) || crc32(bytes) !== checksums[view]) return false;
  }
  return true;
}

// An index entry: the key, one CRC-32 for each view, and one over all of that.
function entryLength(views: number): number {
  return KEY_BYTES + 4 * views + 4;
}

function encodeEntry(key: string, checksums: readonly number[]): Buffer {
  const entry = Buffer.alloc(entryLength(checksums.length));
  entry.write(key, 'hex');
  checksums.forEach((sum, view) => entry.writeUInt32LE(sum, KEY_BYTES + 4 * view));
  entry.writeUInt32LE(crc32(entry.subarray(0, -4)), entry.length - 4);
  return entry;
}

function decodeEntry(entry: Buffer, views: number): { key: string; checksums: number[] } | null {
  if (entry.readUInt32LE(entry.length - 4) !== crc32(entry.subarray(0, -4))) return null;
  return {
    key: entry.toString('hex', 0, KEY_BYTES),
    checksums: Array.from({ length: views }, (_, view) => entry.readUInt32LE(KEY_BYTES + 4 * view)),
  };
}

function damaged({ path }: Segment, slot: number): CoreError {
  return new CoreError(
    'data-invalid',
    `cached record ${slot} of ${path}.f16 is damaged; delete that file and its .idx`,
  );
}

async function readWhole(file: FileHandle, target: Buffer, at: number): Promise<boolean> {
  for (let done = 0; done < target.length;) {
    const { bytesRead } = await file.read(target, done, target.length - done, at + done);
    if (bytesRead === 0) return false;
    done += bytesRead;
  }
  return true;
}

async function writeAll(file: FileHandle, bytes: Uint8Array, at: number): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done, at + done);
    done += bytesWritten;
  }
}
