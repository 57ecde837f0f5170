// A run between two steps, as one file: a JSON header and the float32 numbers behind it.
// Written whole, so a kill loses at most the steps since the last one. Holds no path and
// nothing of the machine: it can be carried to another.
import { readFile } from 'node:fs/promises';
import { CoreError } from '../../src/core/errors';
import type { FitState } from '../../src/core/train/fit-state';
import { writeWhole } from './bundle-fs';

/** 1 was the head-only trainer's, whose runs this one cannot continue. */
const FORMAT = 2;

interface Header {
  readonly format: number;
  /** Ties the file to config and data; another run must not go on from it. */
  readonly runKey: string;
  /** Going on is exact to the bit on the same one only. */
  readonly backend: string;
  /** The state with a number in place of each array: where it stands in the file. */
  readonly state: unknown;
  /** Floats of each array, in order. */
  readonly lengths: readonly number[];
}

/** What is known of the run that a checkpoint belongs to. */
export interface CheckpointOf {
  readonly runKey: string;
  readonly backend: string;
}

/** Saves the state; the same state gives the same bytes. */
export async function saveCheckpoint(
  path: string,
  { runKey, backend }: CheckpointOf,
  state: FitState,
): Promise<void> {
  const arrays: Float32Array[] = [];
  const text = JSON.stringify(state, (_key, value: unknown) => {
    if (!(value instanceof Float32Array)) return value;
    arrays.push(value);
    return { array: arrays.length - 1 };
  });
  const header: Header = {
    format: FORMAT,
    runKey,
    backend,
    state: JSON.parse(text),
    lengths: arrays.map(({ length }) => length),
  };
  const head = Buffer.from(JSON.stringify(header));
  const size = Buffer.alloc(4);
  size.writeUInt32LE(head.length);
  const body = arrays.map((a) => Buffer.from(a.buffer, a.byteOffset, a.byteLength));
  await writeWhole(path, Buffer.concat([size, head, ...body]));
}

/**
 * Reads a state back, and the backend it was made on.
 * @throws CoreError `data-invalid` if it belongs to another config or data, is cut short
 * or has another format.
 */
export async function loadCheckpoint(
  path: string,
  runKey: string,
): Promise<{ readonly state: FitState; readonly backend: string }> {
  const bytes = await readFile(path).catch(() => {
    throw new CoreError('data-invalid', `there is no checkpoint ${path} to resume from`);
  });
  const headLength = bytes.length >= 4 ? bytes.readUInt32LE(0) : Infinity;
  if (4 + headLength > bytes.length) throw new CoreError('data-invalid', `${path} is cut short`);
  const header = parseHeader(path, bytes.toString('utf8', 4, 4 + headLength));
  if (header.format !== FORMAT) {
    throw new CoreError('data-invalid', `${path} has format ${header.format}, not ${FORMAT}`);
  }
  if (header.runKey !== runKey) {
    throw new CoreError(
      'data-invalid',
      `${path} belongs to another config or other pictures; use another --out or no --resume`,
    );
  }
  let at = 4 + headLength;
  const arrays = header.lengths.map((length) => {
    const end = at + 4 * length;
    if (end > bytes.length) throw new CoreError('data-invalid', `${path} is cut short`);
    // A copy: the file's offset need not be a multiple of four.
    const array = new Float32Array(new Uint8Array(bytes.subarray(at, end)).buffer);
    at = end;
    return array;
  });
  return { state: withArrays(header.state, arrays) as FitState, backend: header.backend };
}

function parseHeader(path: string, text: string): Header {
  try {
    return JSON.parse(text) as Header;
  } catch {
    throw new CoreError('data-invalid', `${path} is not a checkpoint`);
  }
}

function withArrays(value: unknown, arrays: readonly Float32Array[]): unknown {
  if (Array.isArray(value)) return value.map((one) => withArrays(one, arrays));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  if (entries.length === 1 && entries[0][0] === 'array') return arrays[entries[0][1] as number];
  return Object.fromEntries(entries.map(([key, one]) => [key, withArrays(one, arrays)]));
}
