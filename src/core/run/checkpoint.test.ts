import { describe, expect, it } from 'vitest';
import type { FitState } from '../train/fit-state';
import { readCheckpoint, writeCheckpoint } from './checkpoint';

const floats = (...values: number[]) => Float32Array.from(values);
const state: FitState = {
  epoch: 2,
  step: 3,
  lossSum: 0.1 + 0.2,
  rows: 48,
  seconds: 1.5,
  learningRate: 1e-4,
  rateFactor: 0.5,
  values: floats(1, 2, 3, 0.1),
  optimizer: { steps: 34, slots: { m: floats(7, 8, 9), v: floats(1e-12, 11, 12) } },
  callbacks: {
    'early-stopping': { numbers: { best: null, wait: 2 }, arrays: { bestWeights: floats(-0.2) } },
    'csv-log': { numbers: { length: 12 }, arrays: {} },
  },
  history: [{ epoch: 1, steps: 9, seconds: 3, learningRate: 1e-4, metrics: { loss: 0.5 } }],
  ended: null,
};
const bytes = writeCheckpoint({ runKey: 'key', backend: 'wasm' }, state);
const read = (file: Uint8Array, key = 'key') => readCheckpoint(file, 'checkpoint.bin', key);

describe('checkpoint', () => {
  it('gives back exactly what was saved, wherever it lies in memory', () => {
    expect(read(bytes)).toEqual({ state, backend: 'wasm' });
    const room = new Uint8Array(bytes.length + 3);
    room.set(bytes, 3);
    expect(read(room.subarray(3))).toEqual({ state, backend: 'wasm' });
    expect(read(Buffer.from(room).subarray(3))).toEqual({ state, backend: 'wasm' });
  });

  it('takes a part of a larger array for what it is', () => {
    const values = floats(9, 1, 2, 9).subarray(1, 3);
    const part = writeCheckpoint({ runKey: 'key', backend: 'wasm' }, { ...state, values });
    expect(read(part).state.values).toEqual(floats(1, 2));
  });

  it('refuses one of another config or other data', () => {
    expect(() => read(bytes, 'other')).toThrow(/belongs to another config/);
  });

  it.each([2, 100, -4])('refuses one that is cut at %i', (at) => {
    expect(() => read(bytes.subarray(0, at))).toThrow(/cut short/);
  });

  it('refuses another format, as that of the head-only trainer', () => {
    const text = Buffer.from(bytes).toString('latin1').replace('"format":2', '"format":1');
    expect(() => read(Buffer.from(text, 'latin1'))).toThrow(/format 1, not 2/);
  });

  it('refuses a file that is something else', () => {
    expect(() => read(Uint8Array.from([4, 0, 0, 0, 33, 33, 33, 33, 33]))).toThrow(
      /is not a checkpoint/,
    );
  });
});
