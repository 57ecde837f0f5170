import fc from 'fast-check';
import { strToU8, zipSync, type Zippable } from 'fflate';
import { describe, expect, it } from 'vitest';
import { StoppedError } from '../data/stopped';
import { unzip, type UnzipLimits, type ZipEntry } from './unzip';

async function* inPieces(bytes: Uint8Array, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.slice(at, at + size);
}

async function read(
  bytes: Uint8Array,
  { size = 1000, ...options }: { size?: number; limits?: UnzipLimits } = {},
) {
  const entries: ZipEntry[] = [];
  for await (const entry of unzip(inPieces(bytes, size), options)) entries.push(entry);
  return entries;
}

const noise = (n: number) => Uint8Array.from({ length: n }, (_, i) => (i * 7919 + (i >> 3)) % 251);
const archive = (files: Zippable) => zipSync(files, { level: 6 });
const said = (entries: readonly ZipEntry[]) =>
  entries.map((entry) => `${entry.path}: ${entry.kind === 'refused' ? entry.reason : entry.kind}`);

describe('unzip', () => {
  it('gives pictures and tables whole, whatever the pieces, and says why not the rest', async () => {
    const bytes = archive({
      'set/benign/a.jpg': noise(3000),
      'set/labels.csv': strToU8('file,target\n'),
      '../evil.jpg': noise(10),
      '__MACOSX/a.jpg': noise(10),
      'run.exe': noise(10),
      'none.png': new Uint8Array(0),
      'stored.png': [noise(500), { level: 0 }],
    });
    for (const size of [1, 7, 400, 1e6]) {
      const entries = await read(bytes, { size });
      expect(said(entries)).toEqual([
        'set/benign/a.jpg: picture',
        'set/labels.csv: table',
        '../evil.jpg: outside',
        '__MACOSX/a.jpg: hidden',
        'run.exe: type',
        'none.png: empty',
        'stored.png: picture',
      ]);
      expect(entries[0]).toMatchObject({ bytes: noise(3000) });
      expect(entries[6]).toMatchObject({ bytes: noise(500) });
    }
  });

  it('stops at what was packed to burst', async () => {
    const bomb = archive({ 'a.jpg': new Uint8Array(2 ** 22) });
    const limits = { entries: 10, ratio: 60, grace: 2 ** 20 };
    await expect(read(bomb, { limits })).rejects.toMatchObject({
      code: 'data-invalid',
      refusal: 'bomb',
      message: expect.stringContaining('far more than pictures would') as string,
    });
  });

  it('refuses a file that is larger than its head says', async () => {
    const bytes = archive({ 'a.jpg': new Uint8Array(41 * 2 ** 20), 'b.jpg': noise(100) });
    // The sizes in its local head: 10 bytes.
    const view = new DataView(bytes.buffer);
    view.setUint32(22, 10, true);
    const limits = { entries: 10, ratio: 1e9, grace: 0 };
    expect(said(await read(bytes, { limits, size: 5000 }))[0]).toBe('a.jpg: too-large');
  }, 30_000);

  it('refuses more files than anybody has', async () => {
    const many = Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`${i}.jpg`, noise(5)]));
    const limits = { entries: 10, ratio: 60, grace: 1e6 };
    await expect(read(archive(many), { limits })).rejects.toMatchObject({
      refusal: 'too-many',
      message: 'the archive holds more than 10 files',
    });
  });

  it('says what is no zip, and what is cut short', async () => {
    await expect(read(noise(500))).rejects.toMatchObject({ refusal: 'no-zip' });
    await expect(read(new Uint8Array(0))).rejects.toThrow('no zip archive');
    const bytes = archive({ 'a.jpg': [noise(5000), { level: 0 }] });
    await expect(read(bytes.slice(0, 2000))).rejects.toMatchObject({ refusal: 'damaged-zip' });
    expect(await read(archive({}))).toEqual([]);
  });

  it('ends when it is told to', async () => {
    const signal = { aborted: false };
    const entries = unzip(inPieces(archive({ 'a.jpg': noise(50), 'b.jpg': noise(9000) }), 100), {
      signal,
    });
    await entries.next();
    signal.aborted = true;
    await expect(entries.next()).rejects.toBeInstanceOf(StoppedError);
  });

  it('never fails but with an error of its own, whatever is changed in an archive', async () => {
    const bytes = archive({ 'a.jpg': noise(300), 'b.csv': strToU8('x,y\n1,2\n') });
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), fc.nat(255), async (at, value) => {
        const changed = bytes.slice();
        changed[at] = value;
        await read(changed, { size: 64 }).catch((error: { code?: string }) => {
          expect(error.code).toBe('data-invalid');
        });
      }),
      { numRuns: 300 },
    );
  });
});
