import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FitState } from '../../src/core/train/fit-state';
import { loadCheckpoint, saveCheckpoint } from './checkpoint';

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

let path: string;
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'checkpoint-'));
  path = join(folder, 'checkpoint.bin');
  await saveCheckpoint(path, { runKey: 'key', backend: 'wasm' }, state);
});
afterEach(() => rm(folder, { recursive: true }));

describe('checkpoint', () => {
  it('gives back exactly what was saved', async () => {
    expect(await loadCheckpoint(path, 'key')).toEqual({ state, backend: 'wasm' });
  });

  it('refuses one of another config or other data', async () => {
    await expect(loadCheckpoint(path, 'other')).rejects.toThrow(/belongs to another config/);
  });

  it.each([2, 100, -4])('refuses one that is cut at %i', async (at) => {
    await writeFile(path, (await readFile(path)).subarray(0, at));
    await expect(loadCheckpoint(path, 'key')).rejects.toThrow(/cut short/);
  });

  it('refuses another format, as that of the head-only trainer', async () => {
    const text = (await readFile(path)).toString('latin1').replace('"format":2', '"format":1');
    await writeFile(path, Buffer.from(text, 'latin1'));
    await expect(loadCheckpoint(path, 'key')).rejects.toThrow(/format 1, not 2/);
  });

  it('refuses a file that is something else', async () => {
    await writeFile(path, Buffer.from([4, 0, 0, 0, 33, 33, 33, 33, 33]));
    await expect(loadCheckpoint(path, 'key')).rejects.toThrow(/is not a checkpoint/);
  });
});
