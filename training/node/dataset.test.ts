import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readDataSet } from './dataset';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dataset-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function put(files: Record<string, string>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
}

describe('readDataSet', () => {
  it('reads labels.csv, keeps its splits and names bad rows', async () => {
    await put({ 'labels.csv': 'file,target,split\na.jpg,benign,train\nb.jpg,benign,middle,x\n' });
    const { samples, badRows } = await readDataSet([folder], 0);
    expect(samples).toMatchObject([{ file: 'a.jpg', path: join(folder, 'a.jpg'), split: 'train' }]);
    expect(badRows).toMatchObject([{ line: 3, labels: join(folder, 'labels.csv') }]);
  });

  it('fails loudly when a lesion straddles splits, also across folders', async () => {
    await put({
      'one/labels.csv': 'file,target,split,lesion_id\na.jpg,benign,train,L1\n',
      'two/labels.csv': 'file,target,split,lesion_id\nb.jpg,benign,test,L1\n',
    });
    await expect(readDataSet([join(folder, 'one'), join(folder, 'two')], 0)).rejects.toMatchObject({
      code: 'split-leak',
    });
  });

  it('takes such splits where that is asked for, and says so', async () => {
    const rows = ['a.jpg,benign,train,L1', 'b.jpg,benign,test,L1'];
    await put({ 'labels.csv': ['file,target,split,lesion_id', ...rows, ''].join('\n') });
    const said = vi.spyOn(console, 'error').mockImplementation(() => {});
    const { samples } = await readDataSet([folder], 0, { allowLeaks: true });
    expect(samples).toHaveLength(2);
    expect(said.mock.calls).toEqual([['warning: 1 ids stand in more than one split']]);
    said.mockRestore();
  });

  it('reads a folder per class, by class or diagnosis, and draws a split', async () => {
    const files = Array.from({ length: 20 }, (_, i) => [
      `${i % 2 ? 'melanoma' : 'nv'}/${i}.jpg`,
      '',
    ]);
    await put({ ...(Object.fromEntries(files) as Record<string, string>), 'cats/x.png': '' });
    const { samples, drawn } = await readDataSet([folder], 1);
    expect(drawn).toEqual([folder]);
    expect(samples).toHaveLength(21);
    expect(samples.filter(({ target }) => target === 'malignant')).toHaveLength(10);
    expect(samples.find(({ file }) => file === 'cats/x.png')?.target).toBe('cats');
    expect(new Set(samples.map(({ split }) => split))).toEqual(new Set(['train', 'val', 'test']));
  });

  it('takes split folders above the classes as given', async () => {
    await put({ 'train/benign/a.jpg': '', 'test/malignant/b.jpg': '' });
    const { samples, drawn } = await readDataSet([folder], 0);
    expect(drawn).toEqual([]);
    expect(samples.map(({ file, split }) => [file, split])).toEqual([
      ['train/benign/a.jpg', 'train'],
      ['test/malignant/b.jpg', 'test'],
    ]);
  });

  it('says which folder is missing, empty, or holds nothing it knows', async () => {
    await expect(readDataSet([join(folder, 'nowhere')], 0)).rejects.toThrow(
      /nowhere is not a folder/,
    );
    await expect(readDataSet([folder], 0)).rejects.toThrow(
      /neither labels.csv nor a folder per class/,
    );
    await put({ 'benign/readme.txt': '' });
    await expect(readDataSet([folder], 0)).rejects.toThrow(/class folder .*benign is empty/);
  });
});
