import { strFromU8, strToU8, zipSync } from 'fflate';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { FitState } from '../train/fit-state';
import { writeCheckpoint } from './checkpoint';
import { writePictureTable, type RunPicture } from './picture-table';
import { presetConfig } from './presets';
import { readRunZip } from './read-run';
import { runKeyOf } from './run-key';

const folder = join(import.meta.dirname, '../../../public/models/diagnosis-mobilenet-v2');
const bundle = Object.fromEntries(
  readdirSync(folder).map((name) => [name, new Uint8Array(readFileSync(join(folder, name)))]),
);
const below = (path: string) =>
  Object.fromEntries(Object.entries(bundle).map(([name, bytes]) => [path + name, bytes]));
const zip = (files: Record<string, Uint8Array>) => zipSync(files, { level: 0 });
const epoch = (n: number, loss: number) =>
  JSON.stringify({
    ...{ time: 't', event: 'epoch', epoch: n, steps: n, learningRate: 1, seconds: 1 },
    metrics: { loss },
  });

describe('readRunZip', () => {
  it('opens a bundle alone, in a folder of its own or not', async () => {
    for (const path of ['', 'some/model/']) {
      const { name, files, epochs, config } = await readRunZip(zip(below(path)));
      expect(name).toBe('diagnosis-mobilenet-v2');
      expect([...files.keys()].sort()).toEqual(Object.keys(below('bundle/')).sort());
      expect(epochs).toEqual([]);
      expect(JSON.parse(config)).toMatchObject({ name: 'diagnosis-mobilenet-v2' });
    }
  });

  it('opens a run with its log, and leaves what it does not know', async () => {
    const log = ['{"event":"data"}', epoch(1, 3), epoch(2, 9), epoch(2, 2), '{"half'].join('\n');
    const { epochs, files, isFinished } = await readRunZip(
      zip({
        ...below('run/bundle/'),
        'run/log.jsonl': strToU8(log),
        'run/checkpoint.bin': strToU8('c'),
        'run/bundle/../../evil': strToU8('x'),
        'other/thing.txt': strToU8('x'),
      }),
    );
    expect(epochs.map(({ metrics }) => metrics.loss)).toEqual([3, 2]);
    expect(files.has('checkpoint.bin')).toBe(true);
    // What it holds besides its bundle is not looked into, and the bundle was whole.
    expect(isFinished).toBe(true);
    expect([...files.keys()].some((name) => /evil|thing/.test(name))).toBe(false);
  });

  it('refuses what was changed, lacks a file, or is something else', async () => {
    const { 'weights-1-of-1.bin': weights, ...rest } = bundle;
    await expect(readRunZip(zip(rest))).rejects.toMatchObject({ code: 'bundle-missing-file' });
    const altered = weights.slice();
    altered[100] ^= 1;
    await expect(readRunZip(zip({ ...rest, 'weights-1-of-1.bin': altered }))).rejects.toMatchObject(
      { code: 'bundle-altered' },
    );
    await expect(readRunZip(zip({ a: strToU8('x') }))).rejects.toThrow(
      /no card.json and no checkpoint.bin/,
    );
    await expect(readRunZip(strToU8('PK no'))).rejects.toThrow(/no zip/);
  });

  describe('of a run that is not finished', () => {
    const config = presetConfig('small', 'halfway', 1);
    const pictures = (['benign', 'malignant'] as const).map((target): RunPicture => {
      const ids = { lesionId: '', patientId: '', group: '', upstream: '', mask: '' };
      const words = { source: 'mine', diagnosis: '', age: null, sex: '', site: '' };
      return { ...ids, ...words, file: `${target}.png`, target, split: 'train', bytes: 7 };
    });
    const state: FitState = {
      ...{ epoch: 1, step: 0, lossSum: 0, rows: 0, seconds: 0, learningRate: 1, rateFactor: 1 },
      ...{ values: Float32Array.of(1), optimizer: { steps: 1, slots: {} }, callbacks: {} },
      ...{ history: [], ended: null },
    };
    const runKey = runKeyOf(config, pictures);
    const whole: Record<string, Uint8Array> = {
      'run/checkpoint.bin': writeCheckpoint({ runKey, backend: 'wasm' }, state),
      'run/config.json': strToU8(JSON.stringify(config)),
      'run/pictures.csv': strToU8(writePictureTable(pictures)),
      'run/log.jsonl': strToU8(epoch(1, 3)),
      'run/csv-log.csv': strToU8('epoch\n1\n'),
      // The best so far, which a callback kept.
      ...below('run/model-checkpoint/'),
    };

    it('opens it with all that it goes on from', async () => {
      const opened = await readRunZip(zip(whole));
      expect(opened).toMatchObject({ name: 'halfway', isFinished: false, pictures });
      expect(JSON.parse(opened.config)).toEqual(config);
      expect(opened.epochs).toHaveLength(1);
      expect([...opened.files.keys()].sort()).toEqual([
        'checkpoint.bin',
        'config.json',
        'csv-log.csv',
        'log.jsonl',
        'pictures.csv',
      ]);
    });

    it('refuses what its checkpoint does not belong to, and what it lacks', async () => {
      const changed = (name: string, from: string | RegExp, to: string) =>
        readRunZip(zip({ ...whole, [name]: strToU8(strFromU8(whole[name]).replace(from, to)) }));
      await expect(changed('run/pictures.csv', ',7\n', ',8\n')).rejects.toThrow(/other pictures/);
      await expect(changed('run/config.json', '"seed":1', '"seed":2')).rejects.toThrow(
        /another config/,
      );
      await expect(changed('run/config.json', /.*/, '{')).rejects.toThrow(/is not JSON/);
      for (const name of ['config.json', 'pictures.csv']) {
        const { [`run/${name}`]: _, ...rest } = whole;
        await expect(readRunZip(zip(rest))).rejects.toThrow(`lacks the run's ${name}`);
      }
    });
  });
});
