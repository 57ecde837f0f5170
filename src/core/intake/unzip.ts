// A zip archive, read as it comes in: never more than one file of it in memory, and an end
// to what was packed to burst.
import { Unzip, UnzipInflate, type UnzipFile } from 'fflate';
import { StoppedError } from '../data/stopped';
import { CoreError, type StopSignal } from '../errors';
import { decodeLimits } from '../image/picture-header';
import { sortEntry, TABLE_BYTES, type EntryRefusal } from './sort-entry';

export type ZipEntry =
  | {
      readonly kind: 'picture' | 'table';
      readonly path: string;
      readonly bytes: Uint8Array;
    }
  | {
      readonly kind: 'refused';
      readonly path: string;
      readonly reason: EntryRefusal | 'damaged';
    };

/**
 * Why an archive is not read, or not to its end.
 * - `no-zip`; `damaged-zip`, or cut short: by its bytes.
 * - `bomb`: unpacks to far more than pictures would.
 * - `too-many`: holds more files than anybody has.
 */
export type ArchiveRefusal = 'no-zip' | 'damaged-zip' | 'bomb' | 'too-many';

/** Thrown where an archive cannot be read on; what came before stands. */
export class ArchiveError extends CoreError {
  constructor(
    readonly refusal: ArchiveRefusal,
    message: string,
  ) {
    super('data-invalid', message);
  }
}

export interface UnzipLimits {
  /** Files and folders at most. */
  readonly entries: number;
  /** Inflated bytes at most for each byte read; pictures have about 1, tables up to 30. */
  readonly ratio: number;
  /** What may be inflated before the ratio counts, bytes. */
  readonly grace: number;
}

const defaultLimits: UnzipLimits = { entries: 100_000, ratio: 60, grace: 64 * 2 ** 20 };

/**
 * The files of an archive, in its order, as soon as each is complete.
 * @param chunks the archive's bytes, in pieces of any size.
 * @throws ArchiveError for what is no zip, is cut short, or was packed to burst; StoppedError
 * when `signal` says so.
 */
export async function* unzip(
  chunks: AsyncIterable<Uint8Array>,
  { limits = defaultLimits, signal }: { limits?: UnzipLimits; signal?: StopSignal } = {},
): AsyncGenerator<ZipEntry> {
  const ready: ZipEntry[] = [];
  const open = new Set<string>();
  let read = 0;
  let inflated = 0;
  let entries = 0;
  const head: number[] = [];
  const verdict: { error?: ArchiveError } = {};

  const take = (file: UnzipFile) => {
    if (++entries > limits.entries) {
      throw new ArchiveError('too-many', `the archive holds more than ${limits.entries} files`);
    }
    if (file.name.endsWith('/')) return;
    const sorted = sortEntry({ path: file.name, sizeBytes: file.originalSize ?? null });
    if (sorted.kind === 'refused') {
      ready.push(sorted);
      return;
    }
    const { kind, path } = sorted;
    const most = kind === 'picture' ? decodeLimits.sizeBytes : TABLE_BYTES;
    const parts: Uint8Array[] = [];
    let size = 0;
    const refuse = (reason: EntryRefusal | 'damaged') => {
      open.delete(path);
      parts.length = 0;
      ready.push({ kind: 'refused', path, reason });
    };
    open.add(path);
    file.ondata = (error, part, isLast) => {
      if (!open.has(path)) return;
      if (error) {
        refuse('damaged');
        return;
      }
      size += part.length;
      inflated += part.length;
      if (inflated > limits.grace && inflated > limits.ratio * read) {
        // Thrown from here, it would be taken for damage.
        verdict.error ??= new ArchiveError(
          'bomb',
          'the archive unpacks to far more than pictures would: it is not read on',
        );
        file.terminate();
        open.delete(path);
        return;
      }
      // Its head may have lied about the size.
      if (size > most) {
        file.terminate();
        refuse('too-large');
        return;
      }
      parts.push(part);
      if (!isLast) return;
      open.delete(path);
      const bytes = joined(parts, size);
      ready.push(size === 0 ? { kind: 'refused', path, reason: 'empty' } : { kind, path, bytes });
    };
    try {
      file.start();
    } catch {
      // Packed in a way that is not understood, e.g. with a password.
      refuse('damaged');
    }
  };
  const archive = new Unzip(take);
  archive.register(UnzipInflate);

  for await (const chunk of chunks) {
    if (signal?.aborted) throw new StoppedError('reading an archive');
    head.push(...chunk.subarray(0, HEAD_BYTES - head.length));
    read += chunk.length;
    push(archive, chunk, false);
    if (verdict.error) throw verdict.error;
    yield* ready.splice(0);
  }
  if (!isZip(head)) throw new ArchiveError('no-zip', 'this is no zip archive');
  push(archive, new Uint8Array(0), true);
  yield* ready.splice(0);
  if (open.size > 0) {
    throw new ArchiveError('damaged-zip', `the archive ends in the middle of ${[...open][0]}`);
  }
}

function push(archive: Unzip, chunk: Uint8Array, isLast: boolean): void {
  try {
    archive.push(chunk, isLast);
  } catch (error) {
    if (error instanceof CoreError) throw error;
    throw new ArchiveError('damaged-zip', `the archive is damaged: ${(error as Error).message}`);
  }
}

const HEAD_BYTES = 4;

// A local header, or the end of an archive that holds nothing.
function isZip([p, k, a, b]: readonly number[]): boolean {
  return p === 0x50 && k === 0x4b && ((a === 3 && b === 4) || (a === 5 && b === 6));
}

function joined(parts: readonly Uint8Array[], size: number): Uint8Array {
  const all = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
