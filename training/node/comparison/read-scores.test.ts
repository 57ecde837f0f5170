import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readScores } from './read-scores';

// No network is run for files of predictions.
const nowhere = { backend: 'cpu', workers: 0 } as const;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'scores-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function read(name: string, content: string) {
  await writeFile(join(folder, name), content);
  return readScores(join(folder, name), [], nowhere);
}

describe('readScores', () => {
  it('reads predictions as evaluate writes them, and as CSV', async () => {
    const json = JSON.stringify({ n: 1, predictions: [{ file: 'a', probability: 0.25, x: 1 }] });
    expect([...(await read('a.json', json))]).toEqual([['a', 0.25]]);
    expect([...(await read('a.csv', 'probability,file\n0.5,b\n'))]).toEqual([['b', 0.5]]);
  });

  it.each([
    ['broken.json', '{', /is not JSON/],
    ['other.json', '{}', /holds no predictions: predictions/],
    ['empty.csv', 'file,probability\na,\n', /holds no predictions: predictions\.0\.probability/],
    ['columns.csv', 'file,score\na,1\n', /holds no predictions/],
  ])('refuses %s', async (name, content, message) => {
    await expect(read(name, content)).rejects.toThrow(message);
  });

  it('refuses a file that is not there', async () => {
    await expect(readScores('/nowhere.json', [], nowhere)).rejects.toThrow(/cannot be read/);
  });
});
