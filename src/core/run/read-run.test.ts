import { strToU8, zipSync } from 'fflate';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readRunZip } from './read-run';

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
    const { epochs, files } = await readRunZip(
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
    await expect(readRunZip(zip({ a: strToU8('x') }))).rejects.toThrow(/no card.json/);
    await expect(readRunZip(strToU8('PK no'))).rejects.toThrow(/no zip/);
  });
});
