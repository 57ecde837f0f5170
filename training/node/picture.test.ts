import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawLesion } from '../../src/core/data/synthetic';
import { readPicture } from './picture';

let folder: string;
let path: string;
const drawn = drawLesion('even', 1, 32);
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'picture-'));
  path = join(folder, 'a.png');
  const { data, width, height } = drawn;
  await sharp(Buffer.from(data), { raw: { width, height, channels: 3 } }).toFile(path);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** `readFile` that fails the first `times` times. */
function failing(times: number, code: string) {
  const calls = { count: 0 };
  const read = ((from: string) => {
    if (calls.count++ < times) return Promise.reject(Object.assign(new Error(code), { code }));
    return readFile(from);
  }) as typeof readFile;
  return { calls, read };
}

describe('readPicture', () => {
  it('gives the pixels of the file', async () => {
    expect(await readPicture(path)).toEqual(drawn);
  });

  it('tries again when a read fails for a reason that may pass', async () => {
    const { calls, read } = failing(2, 'EIO');
    expect(await readPicture(path, read)).toEqual(drawn);
    expect(calls.count).toBe(3);
  });

  it('does not call a picture undecodable because its disk goes on failing', async () => {
    await expect(readPicture(path, failing(9, 'EIO').read)).rejects.toMatchObject({
      code: 'data-invalid',
      message: `${path} could not be read: EIO`,
    });
  });

  it.each(['ENOENT', 'EACCES', 'EISDIR'])('gives up at once on %s', async (code) => {
    const { calls, read } = failing(9, code);
    await expect(readPicture(path, read)).rejects.toMatchObject({
      code: 'image-undecodable',
      message: expect.stringContaining(path) as string,
    });
    expect(calls.count).toBe(1);
  });
});
