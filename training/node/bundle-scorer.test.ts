import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawLesion } from '../../src/core/data/synthetic';
import type { ModelBundle } from '../../src/core/model/bundle';
import { openNodeBackend } from './backend';
import { modelFolder, readBundleFolder } from './bundle-fs';
import { openBundleScorer, type ScoreWith } from './bundle-scorer';
import type { FileResult } from './picture-scorer';
import { scoreFiles } from './score-files';

let folder: string;
let bundle: ModelBundle;
const paths: string[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'scorer-'));
  bundle = await readBundleFolder(await modelFolder('default'));
  await openNodeBackend('wasm');
  for (let i = 0; i < 5; i++) {
    const { data, width, height } = drawLesion(i % 2 ? 'irregular' : 'even', i, 260);
    const path = join(folder, `${i}.png`);
    await sharp(data, { raw: { width, height, channels: 3 } })
      .png()
      .toFile(path);
    paths.push(path);
  }
  paths.splice(2, 0, join(folder, 'broken.png'));
  await writeFile(paths[2], 'no picture');
}, 60_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

async function score(scoreWith: ScoreWith, of = bundle): Promise<FileResult[]> {
  const scorer = await openBundleScorer(of, scoreWith);
  try {
    const results: FileResult[] = [];
    for await (const result of scoreFiles(scorer, paths)) results.push(result);
    return results;
  } finally {
    await scorer.close();
  }
}

/** With plain arrays for logits. */
const plain = (results: FileResult[]) => JSON.parse(JSON.stringify(results)) as unknown;

describe('openBundleScorer', () => {
  it('gives the same to the last bit in two threads as in one', async () => {
    const one = await score({ backend: 'wasm', workers: 1 });
    expect(one.map(({ kind }) => kind)).toEqual([
      ...['read', 'read', 'unreadable', 'read', 'read', 'read'],
    ]);
    const margins = one.flatMap((result) => (result.kind === 'read' ? [result.margin] : []));
    expect(new Set(margins).size).toBe(5);
    const two = await score({ backend: 'wasm', workers: 2 });
    expect(plain(two)).toEqual(plain(one));
  }, 120_000);

  it('does not run on another backend than the one that was announced', async () => {
    // A thread has no WebGL, but is not asked for it either: a GPU stays in this thread.
    const scorer = await openBundleScorer(bundle, { backend: 'webgl', workers: 4 });
    expect(scorer.atOnce).toBe(2);
    await scorer.close();
  });

  it('says what is wrong with a bundle, from a thread too', async () => {
    const broken = { ...bundle, weights: bundle.weights.slice(1) };
    for (const workers of [1, 2]) {
      await expect(score({ backend: 'wasm', workers }, broken)).rejects.toMatchObject({
        code: 'bundle-malformed',
      });
    }
  }, 60_000);
});
