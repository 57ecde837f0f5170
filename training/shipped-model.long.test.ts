// `npm run test:long`: the card's figures come out again when the shipped files are judged
// on the real test pictures. Minutes; needs the pictures.
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import type { Evaluation, ModelCard } from '../src/core/model/card';
import { modelFolder } from './node/bundle-fs';

const root = resolve(import.meta.dirname, '..');
const data = join(process.env.LENTIGO_DATA ?? resolve(root, '../shared/data'), 'dermoscopy');

it('has the figures its card states', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'shipped-'));
  try {
    const report = join(folder, 'report.json');
    await promisify(execFile)(
      'npx',
      [
        ...['tsx', 'training/evaluate.ts', '--model', 'default', '--data', data],
        ...['--split', 'test', '--backend', 'wasm', '--json', report],
      ],
      { cwd: root },
    );
    const measured = JSON.parse(await readFile(report, 'utf8')) as Evaluation;
    const card = JSON.parse(
      await readFile(join(await modelFolder('default'), 'card.json'), 'utf8'),
    ) as ModelCard;
    const [stated] = card.evaluations;
    expect(measured.n).toBe(stated.n);
    for (const figure of ['auroc', 'sensitivity', 'specificity'] as const) {
      for (const end of ['value', 'low', 'high'] as const) {
        expect(measured[figure][end]).toBeCloseTo(stated[figure][end], 3);
      }
    }
    expect(measured.ece).toBeCloseTo(stated.ece, 3);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}, 1_200_000);
