// A run that is stopped, carried elsewhere and gone on with by its own table of pictures.
import { execFile, spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { unchanged } from '../src/core/augment';
import { drawLesion } from '../src/core/data/synthetic';
import { readRunLog } from './node/run-log';

const root = resolve(import.meta.dirname, '..');
const limitMs = 180_000;
let folder: string;
const at = (name: string) => join(folder, name);

const config = {
  ...{ name: 'carried', version: '0', why: 'a test', seed: 3, stored: 'float32' },
  preprocess: { sizePx: 24, resize: 'area', range: [-1, 1], crop: 'centre-square' },
  network: {
    ...{ kind: 'cnn', padding: 'same', hidden: 8, dropout: 0.2, output: 'sigmoid' },
    convolutions: [{ filters: 4, kernel: 3 }],
  },
  views: { augmented: 1, augment: { ...unchanged, turns: true, brightness: 0.1 } },
  fit: {
    ...{ epochs: 40, batchSize: 8, microBatch: 4, learningRate: 0.01, balance: 'equal' },
    optimizer: { kind: 'adam' },
    callbacks: [{ kind: 'csv-log' }],
  },
  thresholds: { attendSpecificity: 0.8, quietSensitivity: 0.8 },
};

const args = (out: string, data = 'data', own = 'config.json') => [
  ...['tsx', 'training/train.ts', '--config', at(own), '--data', at(data)],
  ...['--out', at(out), '--cache', at('cache'), '--workers', '1', '--backend', 'wasm'],
];

interface Result {
  readonly code: number;
  readonly stderr: string;
}

function run(own: readonly string[]): Promise<Result> {
  return new Promise((done) => {
    execFile('npx', own, { cwd: root }, (error, _stdout, stderr) =>
      done({ code: error ? Number(error.code) : 0, stderr }),
    );
  });
}

/** Presses Ctrl-C once `said` matches. */
async function stopped(own: readonly string[], said: RegExp): Promise<void> {
  const child = spawn('npx', own, {
    ...{ cwd: root, detached: true },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let isTold = false;
  child.stderr.on('data', (text: Buffer) => {
    if (isTold || !said.test(text.toString())) return;
    isTold = true;
    process.kill(-child.pid!, 'SIGINT');
  });
  await new Promise((done) => child.on('close', done));
}

async function epochsOf(out: string): Promise<[number, object][]> {
  const { epochs } = await readRunLog(at(out));
  return epochs.map(({ epoch, metrics }) => [epoch, metrics]);
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'carried-'));
  for (let i = 0; i < 40; i++) {
    const file = at(`data/${i % 2 ? 'malignant' : 'benign'}/${i}.png`);
    const kind = (i % 2 === 1) === (i % 6 !== 5) ? 'irregular' : 'even';
    const { data, width, height } = drawLesion(kind, i, 48);
    await mkdir(dirname(file), { recursive: true });
    const pixels = sharp(Buffer.from(data), { raw: { width, height, channels: 3 } });
    await pixels.png().toFile(file);
  }
  await writeFile(at('config.json'), JSON.stringify(config));
  await stopped(args('stopped'), /epoch 2:/);
  // What a zip of it brings elsewhere, to pictures that say nothing of a split.
  await cp(at('stopped'), at('unpacked'), { recursive: true });
  await cp(at('data'), at('elsewhere'), { recursive: true });
  await writeFile(at('elsewhere/labels.csv'), 'file,target,split\nbenign/0.png,malignant,train');
}, limitMs);
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('a run that was carried', () => {
  it(
    'takes its pictures by its own table, and ends as one that never stopped',
    async () => {
      expect((await run(args('whole'))).code).toBe(0);
      const whole = await epochsOf('whole');
      expect(whole).toHaveLength(40);
      expect((await epochsOf('unpacked')).length).toBeLessThan(40);
      const own = args('unpacked', 'elsewhere', 'unpacked/config.json');
      const { code, stderr } = await run([...own, '--resume']);
      expect(stderr).toContain(`classes and splits of ${at('unpacked/pictures.csv')}`);
      expect(code).toBe(0);
      expect(Object.fromEntries(await epochsOf('unpacked'))).toEqual(Object.fromEntries(whole));
      const rows = (out: string) => readFile(at(`${out}/csv-log.csv`), 'utf8');
      const numbers = (text: string) => text.replace(/^(\d+,\d+,[^,]+),[^,]+/gm, '$1');
      expect(numbers(await rows('unpacked'))).toBe(numbers(await rows('whole')));
      const weights = (out: string) => readFile(at(`${out}/bundle/weights-1-of-1.bin`));
      expect((await weights('unpacked')).equals(await weights('whole'))).toBe(true);
    },
    limitMs,
  );

  it(
    'names the pictures that are not there, or are others',
    async () => {
      await cp(at('data'), at('less'), { recursive: true });
      await rename(at('less/benign/0.png'), at('less/benign/away.png'));
      await cp(at('less/malignant/1.png'), at('less/malignant/3.png'));
      const { code, stderr } = await run([...args('stopped', 'less'), '--resume']);
      expect(code).not.toBe(0);
      expect(stderr).toContain("2 of the run's 40 pictures are not in");
      expect(stderr).toContain('benign/0.png (gone)');
      expect(stderr).toContain('malignant/3.png (changed)');
    },
    limitMs,
  );
});
