// Pictures for journeys through the Lab, drawn on the fly.
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import sharp from 'sharp';
import { drawLesion } from '../src/core/data/synthetic';

/** A drawn spot as a PNG file. */
export async function drawnPng(isMalignant: boolean, seed: number, sidePx = 96): Promise<Buffer> {
  const { data, width, height } = drawLesion(isMalignant ? 'irregular' : 'even', seed, sidePx);
  return sharp(Buffer.from(data), { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer();
}

/** Writes files below `folder`, and returns it. */
export async function writeFiles(
  folder: string,
  files: Readonly<Record<string, Uint8Array>>,
): Promise<string> {
  for (const [path, bytes] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), bytes);
  }
  return folder;
}

/** A folder for each class, every third picture malignant; every sixth looks otherwise. */
export async function classFolders(folder: string, count: number): Promise<string> {
  const files: Record<string, Uint8Array> = {};
  for (let i = 0; i < count; i++) {
    const isMalignant = i % 3 === 2;
    const name = `${isMalignant ? 'malignant' : 'benign'}/${String(i).padStart(3, '0')}.png`;
    files[name] = await drawnPng(isMalignant === (i % 6 !== 5), i);
  }
  return writeFiles(folder, files);
}
