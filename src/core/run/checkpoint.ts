// A run between two steps, as one file: a JSON header and the float32 numbers behind it.
// Holds no path and nothing of the machine: it can be carried to another, and from a tab to
// Node or back.
import { CoreError } from '../errors';
import { decodeUtf8, encodeUtf8 } from '../text';
import type { FitState } from '../train/fit-state';

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

/** The state as bytes; the same state gives the same bytes. */
export function writeCheckpoint(
  { runKey, backend }: CheckpointOf,
  state: FitState,
): Uint8Array<ArrayBuffer> {
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
  const head = encodeUtf8(JSON.stringify(header));
  const floats = arrays.reduce((sum, { byteLength }) => sum + byteLength, 0);
  const bytes = new Uint8Array(4 + head.length + floats);
  new DataView(bytes.buffer).setUint32(0, head.length, true);
  bytes.set(head, 4);
  let at = 4 + head.length;
  for (const { buffer, byteOffset, byteLength } of arrays) {
    bytes.set(new Uint8Array(buffer, byteOffset, byteLength), at);
    at += byteLength;
  }
  return bytes;
}

/**
 * Reads a state back, and the backend it was made on; `name` is the file's, for errors.
 * @throws CoreError `data-invalid` if it belongs to another config or data, is cut short
 * or has another format.
 */
export function readCheckpoint(
  bytes: Uint8Array,
  name: string,
  runKey: string,
): { readonly state: FitState; readonly backend: string } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headLength = bytes.length >= 4 ? view.getUint32(0, true) : Infinity;
  if (4 + headLength > bytes.length) throw new CoreError('data-invalid', `${name} is cut short`);
  const header = parseHeader(name, bytes.subarray(4, 4 + headLength));
  if (header.format !== FORMAT) {
    throw new CoreError('data-invalid', `${name} has format ${header.format}, not ${FORMAT}`);
  }
  if (header.runKey !== runKey) {
    throw new CoreError(
      'data-invalid',
      `${name} belongs to another config or other pictures; begin anew`,
    );
  }
  let at = 4 + headLength;
  const arrays = header.lengths.map((length) => {
    const end = at + 4 * length;
    if (end > bytes.length) throw new CoreError('data-invalid', `${name} is cut short`);
    // A copy, since the place need not be a multiple of four; a Buffer's own slice is none.
    const array = new Float32Array(new Uint8Array(bytes.subarray(at, end)).buffer);
    at = end;
    return array;
  });
  return { state: withArrays(header.state, arrays) as FitState, backend: header.backend };
}

function parseHeader(name: string, bytes: Uint8Array): Header {
  try {
    return JSON.parse(decodeUtf8(bytes)) as Header;
  } catch {
    throw new CoreError('data-invalid', `${name} is not a checkpoint`);
  }
}

function withArrays(value: unknown, arrays: readonly Float32Array[]): unknown {
  if (Array.isArray(value)) return value.map((one) => withArrays(one, arrays));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  if (entries.length === 1 && entries[0][0] === 'array') return arrays[entries[0][1] as number];
  return Object.fromEntries(entries.map(([key, one]) => [key, withArrays(one, arrays)]));
}
