import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { dataKeyOf } from './data-key';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'data-key-'));
});
afterEach(() => rm(root, { recursive: true }));

async function folder(name: string, rows: readonly string[], content = 'x'): Promise<string> {
  const at = join(root, name);
  await mkdir(at);
  const files = rows.map((row) => row.split(',')[0]);
  await writeFile(join(at, 'labels.csv'), ['file,target,split', ...rows, ''].join('\n'));
  await Promise.all(files.map((file) => writeFile(join(at, file), content)));
  return at;
}

it('is of the pictures, their classes, splits and sizes, wherever they lie', async () => {
  const rows = ['a.png,benign,train', 'b.png,malignant,test'];
  const key = await dataKeyOf([await folder('one', rows)]);
  expect(key).toMatch(/^[0-9a-f]{64}$/);
  await cp(join(root, 'one'), join(root, 'two'), { recursive: true });
  expect(await dataKeyOf([join(root, 'two')])).toBe(key);
  expect(await dataKeyOf([await folder('turned', [...rows].reverse())])).toBe(key);
  for (const [name, other, content] of [
    ['class', ['a.png,malignant,train', rows[1]], 'x'],
    ['split', ['a.png,benign,val', rows[1]], 'x'],
    ['more', [...rows, 'c.png,benign,train'], 'x'],
    ['size', rows, 'longer'],
  ] as const) {
    expect(await dataKeyOf([await folder(name, other, content)]), name).not.toBe(key);
  }
});
