// The pictures journeys use: real dermoscopy where `LENTIGO_DATA` is there, drawn ones
// otherwise. Which it was is printed with the results.
import { existsSync, readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import sharp from 'sharp';
import { drawLesion } from '../src/core/data/synthetic';
import { parseLabels } from '../src/core/data/manifest';

const dermoscopy = join(process.env.LENTIGO_DATA ?? resolve('../shared/data'), 'dermoscopy');

/** Whether real pictures are at hand. */
export const hasRealPictures = existsSync(join(dermoscopy, 'labels.csv'));

/** Paths of `n` pictures spread over the test split, or of drawn ones written to `folder`. */
export async function testPictures(n: number, folder: string): Promise<string[]> {
  if (hasRealPictures) {
    const { samples } = parseLabels(readFileSync(join(dermoscopy, 'labels.csv'), 'utf8'));
    const test = samples.filter(({ split }) => split === 'test');
    return Array.from({ length: n }, (_, i) =>
      join(dermoscopy, test[Math.floor(((i + 0.5) * test.length) / n)].file),
    );
  }
  return drawnPictures(n, folder);
}

/** Paths of `n` drawn pictures written to `folder`: the same on every machine. */
export async function drawnPictures(n: number, folder: string): Promise<string[]> {
  await mkdir(folder, { recursive: true });
  return Promise.all(
    Array.from({ length: n }, async (_, i) => {
      const { data, width, height } = drawLesion(
        (['irregular', 'even', 'faint'] as const)[i % 3],
        i,
      );
      const path = join(folder, `drawn-${i}.jpg`);
      const pixels = sharp(Buffer.from(data), { raw: { width, height, channels: 3 } });
      await pixels.jpeg({ quality: 90 }).toFile(path);
      return path;
    }),
  );
}
