import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readJudgedSet } from './judged-set';

let root: string;
const at = (name: string) => join(root, name);
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'judged-set-'));
  for (const name of ['set/benign/a.jpg', 'set/benign/b.jpg', 'set/malignant/c.jpg']) {
    await put(name, 'x');
  }
});
afterEach(() => rm(root, { recursive: true }));

async function put(name: string, text: string): Promise<void> {
  await mkdir(dirname(at(name)), { recursive: true });
  await writeFile(at(name), text);
}

const table = (rows: readonly string[]) => ['file,target,split,bytes', ...rows, ''].join('\n');
const splitsOf = async (wholeSet?: boolean) => {
  const options = { folders: [at('set')], model: at('run/bundle'), wholeSet };
  const { samples } = await readJudgedSet(options);
  return Object.fromEntries(samples.map(({ file, split }) => [file, split]));
};

describe('readJudgedSet', () => {
  it('refuses a split drawn anew, and says what to do', async () => {
    await expect(splitsOf(false)).rejects.toThrow(
      /set gives no split, and one drawn now may .*: put the pictures\.csv of its run there as labels\.csv, or take all with --split all$/,
    );
    await expect(splitsOf()).rejects.toThrow(/as labels\.csv$/);
  });

  it("takes the splits of the model's own run", async () => {
    const rows = ['benign/a.jpg,benign,test,1', 'malignant/c.jpg,malignant,test,1'];
    await put('run/pictures.csv', table(['benign/b.jpg,benign,train,1', ...rows]));
    const splits = { 'benign/a.jpg': 'test', 'benign/b.jpg': 'train', 'malignant/c.jpg': 'test' };
    expect(await splitsOf(false)).toEqual(splits);
    // Laid beside the pictures, it says so without the run.
    await rm(at('run'), { recursive: true });
    await put('set/labels.csv', table(['benign/b.jpg,benign,train,1', ...rows]));
    expect(await splitsOf(false)).toEqual(splits);
  });

  it('needs none where all rows count alike', async () => {
    expect(Object.keys(await splitsOf(true))).toHaveLength(3);
  });
});
