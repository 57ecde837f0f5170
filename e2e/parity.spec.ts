// The same picture file gives the same probability in Node and in Chromium on every
// backend. `npm run test:parity` prints the table.
import { expect, test } from '@playwright/test';
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { judge, openPicture, readAnswer } from './check-page';
import { testPictures } from './pictures';
import { serveDist } from './static-server';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Allowed difference between any two hosts; decoders and float rounding stay far below. */
const TOLERANCE = 1e-2;

async function nodeProbabilities(files: string[]): Promise<number[]> {
  const { stdout } = await promisify(execFile)(
    'npx',
    ['tsx', 'training/predict.ts', '--backend', 'wasm', '--json', ...files],
    { cwd: root },
  );
  return stdout
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { probability: number }).probability);
}

// SwiftShader needs seconds per picture on webgpu, so it gets fewer.
for (const [backend, pictures, tag] of [
  ['wasm', 4, '@gate'],
  ['webgl', 3, '@gate'],
  ['webgpu', 2, '@gate'],
  ['wasm', 40, '@long'],
  ['webgl', 24, '@long'],
  ['webgpu', 12, '@long'],
] as const) {
  const name = `Chromium on ${backend} agrees with Node on ${pictures} pictures`;
  test(name, { tag }, async ({ page }, info) => {
    test.setTimeout(100_000 + pictures * 60_000);
    const files = await testPictures(pictures, info.outputPath('pictures'));
    const expected = await nodeProbabilities(files);
    const server = await serveDist();
    try {
      await page.goto(`${server.url}?backend=${backend}#/check`);
      for (const [i, file] of files.entries()) {
        if (i > 0) await page.getByRole('button', { name: 'Check another photo' }).click();
        await openPicture(page, file);
        await judge(page);
        const answer = await readAnswer(page);
        expect(answer.backend).toMatch(new RegExp(`^${backend}`));
        const difference = Math.abs(answer.probability - expected[i]);
        console.log(
          `${backend} ${file.split('/').at(-1)}: Node ${expected[i].toFixed(4)}, ` +
            `Chromium ${answer.probability.toFixed(4)}, difference ${difference.toExponential(1)}`,
        );
        expect(difference).toBeLessThan(TOLERANCE);
      }
    } finally {
      await server.stop();
    }
  });
}
