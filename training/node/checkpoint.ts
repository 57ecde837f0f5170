// A run between two epochs, as one file: a JSON header and the float32 numbers behind
// it. Written whole after every epoch, so a kill loses at most the epoch it fell into.
import { readFile } from 'node:fs/promises';
import { CoreError } from '../../src/core/errors';
import type { EpochRecord, FitState } from '../../src/core/train/fit';
import { writeWhole } from './bundle-fs';

const FORMAT = 1;

interface Header {
  readonly format: number;
  /** Ties the file to config and data; another run must not go on from it. */
  readonly runKey: string;
  readonly epoch: number;
  readonly steps: number;
  readonly best: { readonly epoch: number; readonly valAuroc: number };
  readonly history: readonly EpochRecord[];
  /** Lengths of the arrays that follow: weights, best weights, then m and v by turns. */
  readonly lengths: readonly number[];
}

/** Saves the state; the same state gives the same bytes. */
export async function saveCheckpoint(path: string, runKey: string, state: FitState) {
  const arrays = [
    ...state.weights,
    ...state.best.weights,
    ...state.slots.flatMap(({ m, v }) => [m, v]),
  ];
  const { epoch, steps, history } = state;
  const header: Header = {
    format: FORMAT,
    runKey,
    epoch,
    steps,
    best: { epoch: state.best.epoch, valAuroc: state.best.valAuroc },
    history,
    lengths: arrays.map((array) => array.length),
  };
  const head = Buffer.from(JSON.stringify(header));
  const size = Buffer.alloc(4);
  size.writeUInt32LE(head.length);
  const body = arrays.map((a) => Buffer.from(a.buffer, a.byteOffset, a.byteLength));
  await writeWhole(path, Buffer.concat([size, head, ...body]));
}

/**
 * Reads a state back.
 * @throws CoreError `data-invalid` if it belongs to another config or data, is cut short
 * or has another format.
 */
export async function loadCheckpoint(path: string, runKey: string): Promise<FitState> {
  const bytes = await readFile(path).catch(() => {
    throw new CoreError('data-invalid', `there is no checkpoint ${path} to resume from`);
  });
  const headLength = bytes.length >= 4 ? bytes.readUInt32LE(0) : Infinity;
  if (4 + headLength > bytes.length) throw new CoreError('data-invalid', `${path} is cut short`);
  const header = JSON.parse(bytes.toString('utf8', 4, 4 + headLength)) as Header;
  if (header.format !== FORMAT) {
    throw new CoreError('data-invalid', `${path} has format ${header.format}, not ${FORMAT}`);
  }
  if (header.runKey !== runKey) {
    throw new CoreError('data-invalid', `${path} belongs to another config or other pictures`);
  }
  let offset = 4 + headLength;
  const arrays = header.lengths.map((length) => {
    const from = offset;
    offset += length * 4;
    if (offset > bytes.length) throw new CoreError('data-invalid', `${path} is cut short`);
    return new Float32Array(bytes.buffer.slice(bytes.byteOffset + from, bytes.byteOffset + offset));
  });
  const variables = arrays.length / 4;
  const slots = Array.from({ length: variables }, (_, i) => ({
    m: arrays[2 * variables + 2 * i],
    v: arrays[2 * variables + 2 * i + 1],
  }));
  return {
    epoch: header.epoch,
    steps: header.steps,
    weights: arrays.slice(0, variables),
    best: { ...header.best, weights: arrays.slice(variables, 2 * variables) },
    slots,
    history: header.history,
  };
}
