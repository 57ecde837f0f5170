import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FitState } from '../../src/core/train/fit';
import { loadCheckpoint, saveCheckpoint } from './checkpoint';

const floats = (...values: number[]) => Float32Array.from(values);
const state: FitState = {
  epoch: 2,
  steps: 34,
  weights: [floats(1, 2, 3), floats(0.1)],
  best: { epoch: 1, valAuroc: 0.83, weights: [floats(4, 5, 6), floats(-0.2)] },
  slots: [
    { m: floats(7, 8, 9), v: floats(10, 11, 12) },
    { m: floats(13), v: floats(1e-12) },
  ],
  history: [{ epoch: 1, loss: 0.5, valAuroc: 0.83, learningRate: 1e-4, seconds: 3 }],
};

let path: string;
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'checkpoint-'));
  path = join(folder, 'checkpoint.bin');
  await saveCheckpoint(path, 'key', state);
});
afterEach(() => rm(folder, { recursive: true }));

describe('checkpoint', () => {
  it('gives back exactly what was saved', async () => {
    expect(await loadCheckpoint(path, 'key')).toEqual(state);
  });

  it('refuses one of another config or other data', async () => {
    await expect(loadCheckpoint(path, 'other')).rejects.toThrow(/belongs to another config/);
  });

  it.each([2, 100, -4])('refuses one that is cut at %i', async (at) => {
    await writeFile(path, (await readFile(path)).subarray(0, at));
    await expect(loadCheckpoint(path, 'key')).rejects.toThrow(/cut short/);
  });

  it('refuses another format', async () => {
    const text = (await readFile(path)).toString('latin1').replace('"format":1', '"format":9');
    await writeFile(path, Buffer.from(text, 'latin1'));
    await expect(loadCheckpoint(path, 'key')).rejects.toThrow(/format 9/);
  });
});
