// The three commands as their user runs them, on a small set of drawn pictures: train,
// be killed, resume, evaluate, predict, and every mistake in one clear sentence.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawLesion } from '../src/core/data/synthetic';
import type { ModelCard } from '../src/core/model/card';
import { readRunLog } from './node/run-log';
import { root, runScript as run } from './node/run-script';
import type { RunReport } from './node/run-report/run-report';

/** Kept between runs: the backbone is fetched once. */
const cache = join(root, 'runs', 'cache');
let folder: string;

const config = {
  name: 'drawn',
  version: '0',
  why: 'test',
  seed: 1,
  preprocess: { sizePx: 64, resize: 'area', range: [-1, 1], crop: 'centre-square' },
  network: {
    kind: 'frozen-head',
    lastBlock: 6,
    taps: ['block_3_expand_relu', 'block_6_expand_relu'],
    hidden: 8,
    inputDropout: 0,
    hiddenDropout: 0,
  },
  views: {
    augmented: 1,
    augment: { turns: true, zoom: 0.1, brightness: 0, contrast: 0, saturation: 0, tint: 0 },
  },
  fit: {
    epochs: 30,
    batchSize: 8,
    microBatch: 4,
    learningRate: 0.01,
    optimizer: { kind: 'adamw', weightDecay: 0 },
    viewsPerEpoch: 'all',
    callbacks: [
      {
        kind: 'early-stopping',
        monitor: 'valAuroc',
        direction: 'max',
        patience: 30,
        restoreBestWeights: true,
      },
      { kind: 'csv-log' },
    ],
  },
  thresholds: { attendSpecificity: 0.8, quietSensitivity: 0.9 },
  stored: 'float16',
};

const at = (name: string) => join(folder, name);
const trainArgs = (out: string) => [
  ...['--config', at('config.json'), '--data', at('data'), '--out', at(out)],
  ...['--cache', cache, '--workers', '1', '--backend', 'wasm'],
];

async function lossesOf(out: string): Promise<[number, number][]> {
  const { epochs } = await readRunLog(at(out));
  return epochs.map(({ epoch, metrics }) => [epoch, metrics.loss]);
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cli-'));
  const rows = ['file,source,diagnosis,target,split'];
  await mkdir(at('data/images'), { recursive: true });
  for (let i = 0; i < 48; i++) {
    const target = i % 2 ? 'malignant' : 'benign';
    const split = i < 24 ? 'train' : i < 36 ? 'val' : 'test';
    const { data, width, height } = drawLesion(i % 2 ? 'irregular' : 'even', i, 200);
    const pixels = sharp(Buffer.from(data), { raw: { width, height, channels: 3 } });
    await pixels.jpeg().toFile(at(`data/images/${i}.jpg`));
    rows.push(`images/${i}.jpg,drawn,,${target},${split}`);
  }
  await copyFile(at('data/images/0.jpg'), at('data/images/hand.jpg'));
  await writeFile(at('data/images/broken.jpg'), 'not a picture');
  rows.push('images/broken.jpg,drawn,,benign,train');
  rows.push('images/0.jpg,drawn,,benign,train');
  rows.push('images/hand.jpg,drawn,,not-a-lesion,test');
  await writeFile(at('data/labels.csv'), rows.join('\n'));
  await writeFile(at('config.json'), JSON.stringify(config));
  await drawStripes();
}, 60_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

// Pictures without a lesion: stripes, in colours that lesions do not have.
async function drawStripes(): Promise<void> {
  const rows = ['file,source,diagnosis,target,split'];
  await mkdir(at('stripes/images'), { recursive: true });
  for (let i = 0; i < 12; i++) {
    const data = new Uint8Array(200 * 200 * 3);
    for (let at = 0; at < data.length; at += 3) {
      data.set((at / 3) % (8 + 2 * i) < 4 + i ? [20, 90 + 8 * i, 220] : [240, 250, 90], at);
    }
    const pixels = sharp(Buffer.from(data), { raw: { width: 200, height: 200, channels: 3 } });
    await pixels.jpeg().toFile(at(`stripes/images/${i}.jpg`));
    const split = i < 6 ? 'train' : i < 9 ? 'val' : 'test';
    rows.push(`images/${i}.jpg,stripes,stripes,not-a-lesion,${split}`);
  }
  await writeFile(at('stripes/labels.csv'), rows.join('\n'));
}

describe('train, evaluate, predict', () => {
  it('make a bundle from pictures, and say what they left out', async () => {
    const { code, stderr } = await run('train', ...trainArgs('whole'), '--judge-test');
    expect(stderr).toContain('labels.csv:51: images/0.jpg is already on line 2');
    expect(stderr).toContain('1 rows are neither benign nor malignant');
    expect(stderr).toMatch(/unreadable, left out: .*broken\.jpg/);
    expect(code).toBe(0);
    const card = JSON.parse(await readFile(at('whole/bundle/card.json'), 'utf8')) as {
      evaluations: { set: string; n: number; auroc: { value: number } }[];
    };
    expect(card.evaluations[0]).toMatchObject({ set: 'Test pictures, all sources', n: 12 });
    expect(card.evaluations[0].auroc.value).toBeGreaterThan(0.9);
    const page = await readFile(at('whole/report.html'), 'utf8');
    expect(page).toContain('Judged on test');
    expect(page).toContain('Always saying “benign” would be right for 50.00 %');
    expect(page.match(/<img src="data:image\/jpeg;base64,/g)!.length).toBe(12);
    const report = JSON.parse(await readFile(at('whole/report.json'), 'utf8')) as RunReport;
    expect(report.epochs).toHaveLength(30);
    expect(report.data.counts.train).toEqual({ benign: 12, malignant: 12 });
    expect(report.evaluations[0].auroc).toEqual(card.evaluations[0].auroc);

    // On another split, on demand; the pictures are the same ones.
    const again = await run('report', '--run', at('whole'), '--data', at('data'));
    expect(again.code).toBe(0);
    const other = JSON.parse(await readFile(at('whole/report.json'), 'utf8')) as RunReport;
    expect(other).toMatchObject({ split: 'val', data: { hash: expect.any(String) as string } });
    expect(await readFile(at('whole/report.html'), 'utf8')).toContain('the figures are too good');
  }, 300_000);

  it('resume after a kill and end where an unbroken run ends', async () => {
    const child = spawn('npx', ['tsx', 'training/train.ts', ...trainArgs('killed')], {
      cwd: root,
      detached: true,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    await new Promise<void>((done) => {
      child.stderr.on('data', (text: Buffer) => {
        if (!/epoch [3-9]/.test(text.toString())) return;
        // The whole group: npx and tsx put processes of their own between.
        process.kill(-child.pid!, 'SIGKILL');
        done();
      });
    });
    await new Promise((done) => child.on('close', done));
    expect(existsSync(at('killed/bundle'))).toBe(false);
    const { code, stderr } = await run('train', ...trainArgs('killed'), '--resume');
    expect(stderr).toMatch(/going on after epoch \d+/);
    expect(code).toBe(0);
    const last = (rows: [number, number][]) => Object.fromEntries(rows);
    expect(last(await lossesOf('killed'))).toEqual(last(await lossesOf('whole')));
  }, 300_000);

  it('stop on Ctrl-C in an epoch, resume with other threads, and end to the same bit', async () => {
    const network = {
      kind: 'mobilenet-v2',
      ...{ fromBlock: 0, lastBlock: 2, topChannels: 0, dropout: 0.1 },
      ...{ normalisation: 'batch', start: 'random' },
    };
    const fit = {
      ...{ epochs: 3, batchSize: 6, microBatch: 2, learningRate: 0.003 },
      ...{ optimizer: { kind: 'sgd', momentum: 0.9 }, balance: 'equal' },
      callbacks: [{ kind: 'weight-average', momentum: 0.9 }, { kind: 'csv-log' }],
    };
    await writeFile(at('conv.json'), JSON.stringify({ ...config, network, fit }));
    const args = (out: string, workers: string) => [
      ...trainArgs(out),
      ...['--config', at('conv.json'), '--workers', workers],
    ];
    const whole = await run('train', ...args('conv', '1'));
    expect(whole.stderr).toMatch(/training on wasm .*, 1 at once/);
    expect(whole.code).toBe(0);

    const child = spawn('npx', ['tsx', 'training/train.ts', ...args('stopped', '1')], {
      cwd: root,
      detached: true,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    child.stderr.on('data', (text: Buffer) => {
      said += text.toString();
      if (said.includes('epoch 1:') && !said.includes('stopping')) {
        process.kill(-child.pid!, 'SIGINT');
      }
    });
    const code = await new Promise((done) => child.on('close', done));
    expect(said).toContain('--resume goes on from here');
    expect(existsSync(at('stopped/bundle'))).toBe(false);
    expect(code).not.toBe(0);
    const resumed = await run('train', ...args('stopped', '2'), '--resume');
    expect(resumed.stderr).toMatch(/going on after epoch [12], step \d/);
    expect(resumed.code).toBe(0);
    const weights = (out: string) => readFile(at(`${out}/bundle/weights-1-of-1.bin`));
    expect((await weights('stopped')).equals(await weights('conv'))).toBe(true);
    const rows = (await readFile(at('stopped/csv-log.csv'), 'utf8')).trim().split('\n');
    expect(rows.map((row) => row.split(',')[0])).toEqual(['epoch', '1', '2', '3']);
  }, 300_000);

  it("print the card's own figures again from the stored files", async () => {
    const { code, stdout } = await run(
      'evaluate',
      ...['--model', at('whole/bundle'), '--data', at('data'), '--json', at('report.json')],
    );
    expect(code).toBe(0);
    expect(stdout).toContain('left out of the figures');
    const report = JSON.parse(await readFile(at('report.json'), 'utf8')) as {
      n: number;
      auroc: object;
      sensitivity: object;
      threshold: number;
      bySource: Record<string, { n: number }>;
      predictions: { probability: number; outcome: string }[];
    };
    const card = JSON.parse(await readFile(at('whole/bundle/card.json'), 'utf8')) as {
      evaluations: { auroc: object; sensitivity: object }[];
      thresholds: { attend: { value: number } };
    };
    expect(report.n).toBe(12);
    expect(report.auroc).toEqual(card.evaluations[0].auroc);
    expect(report.sensitivity).toEqual(card.evaluations[0].sensitivity);
    expect(report.threshold).toBe(card.thresholds.attend.value);
    expect(report.bySource.drawn.n).toBe(12);
    // The row that is not a lesion is computed and kept apart.
    expect(report.predictions).toHaveLength(13);
    expect(stdout).toContain('always saying "benign" would be right for 50.00 %');

    // Noted on the way, and told again from the notes.
    const noted = ['--resume', at('notes.jsonl'), '--json', at('again.json')];
    for (let i = 0; i < 2; i++) {
      await run('evaluate', ...['--model', at('whole/bundle'), '--data', at('data'), ...noted]);
      const again = JSON.parse(await readFile(at('again.json'), 'utf8')) as typeof report;
      expect(again.predictions).toEqual(report.predictions);
    }
    const lines = (await readFile(at('notes.jsonl'), 'utf8')).split('\n').filter(Boolean);
    expect(lines).toHaveLength(13);
  }, 60_000);

  it('print one line a picture, and JSON when asked', async () => {
    const files = [at('data/images/1.jpg'), at('data/images/broken.jpg')];
    const model = ['--model', at('whole/bundle')];
    const plain = await run('predict', ...model, ...files);
    expect(plain.stdout.trim().split('\n')).toHaveLength(2);
    expect(plain.stdout).toContain('unreadable');
    expect(plain.code).toBe(1);
    const json = await run('predict', ...model, '--json', files[0]);
    const prediction = JSON.parse(json.stdout) as { kind: string; probability: number };
    expect(prediction.kind).toBe('assessed');
    expect(prediction.probability).toBeGreaterThan(0);
  }, 60_000);
});

describe('calibrate', () => {
  const gated = () => ['--model', at('gated')];

  it('gives a trained bundle a gate, and leaves its answers as they were', async () => {
    const { code, stderr } = await run(
      'calibrate',
      ...['--model', at('whole/bundle'), '--data', at('data')],
      ...['--gate-data', at('stripes'), '--out', at('gated'), '--judge-test'],
      ...['--release', '1'],
    );
    expect(stderr).toMatch(/Test pictures without a skin spot: turned away 1\.000/);
    expect(code).toBe(0);
    const card = async (name: string) =>
      JSON.parse(await readFile(at(`${name}/card.json`), 'utf8')) as ModelCard;
    const [before, after] = [await card('whole/bundle'), await card('gated')];
    expect(before.gate).toBeNull();
    expect(after.gate?.judged[0]).toMatchObject({ n: 12, rejected: { value: 0 } });
    expect(after.version).toBe('1');
    expect(after.evaluations).toEqual(before.evaluations);
    expect(before.limitations).toContain(
      'It does not recognise pictures that show no skin spot at all.',
    );
    expect(after.limitations).toHaveLength(before.limitations.length);
  }, 120_000);

  it('and what shows no lesion is turned away from then on', async () => {
    const picture = at('stripes/images/11.jpg');
    const { stdout } = await run('predict', ...gated(), picture, at('data/images/1.jpg'));
    const [stripes, lesion] = stdout.split('\n');
    expect(stripes).toContain('not-a-lesion');
    expect(lesion).not.toContain('not-a-lesion');
    const args = ['--data', at('stripes'), '--json', at('stripes.json')];
    const { code } = await run('evaluate', ...gated(), ...args);
    expect(code).toBe(0);
    const report = JSON.parse(await readFile(at('stripes.json'), 'utf8')) as {
      gate: Record<string, { n: number; rejected: { value: number } }>;
      predictions: { probability: number; gate: { score: number; rejected: boolean } }[];
    };
    expect(report.gate['no lesion']).toMatchObject({ n: 3, rejected: { value: 1 } });
    expect(report.predictions[0].gate.rejected).toBe(true);
    expect(report.predictions[0].probability).toBeGreaterThan(0);
  }, 60_000);

  it('takes a gate off again where it is given no pictures for one', async () => {
    const out = ['--data', at('data'), '--out', at('ungated')];
    const { code } = await run('calibrate', ...gated(), ...out);
    expect(code).toBe(0);
    const { stdout } = await run(
      'predict',
      ...['--model', at('ungated'), at('stripes/images/11.jpg')],
    );
    expect(stdout).not.toContain('not-a-lesion');
  }, 60_000);
});

describe('average', () => {
  it('of a network with itself answers as that one, and can then look four times', async () => {
    const models = ['--model', at('conv/bundle'), '--model', at('stopped/bundle')];
    const made = await run('average', ...models, '--name', 'twice', '--out', at('twice'));
    expect(made.stderr).toContain('the mean of 2 networks');
    expect(made.code).toBe(0);
    const soup = ['--name', 'soup', '--out', at('soup'), '--of', 'weights'];
    expect((await run('average', ...models, ...soup)).code).toBe(0);
    const weightsOf = (name: string) => readFile(at(`${name}/weights-1-of-1.bin`));
    expect(await weightsOf('soup')).toEqual(await weightsOf('conv/bundle'));
    const finish = (out: string, ...more: string[]) =>
      run(
        'calibrate',
        ...['--model', at('twice'), '--data', at('data'), '--out', at(out), ...more],
        '--judge-test',
      );
    expect((await finish('once')).code).toBe(0);
    expect((await finish('four', '--turns', '4')).code).toBe(0);
    const [one, once, four] = await Promise.all(
      ['conv/bundle', 'once', 'four'].map(
        async (name) => JSON.parse(await readFile(at(`${name}/card.json`), 'utf8')) as ModelCard,
      ),
    );
    expect(once.description).toContain('The mean of 2 networks: drawn 0, drawn 0.');
    expect([once.turns, four.turns]).toEqual([1, 4]);
    expect(once.calibration!.scale).toBeCloseTo(one.calibration!.scale, 2);
    expect(once.thresholds!.attend.value).toBeCloseTo(one.thresholds!.attend.value, 3);
    // Turned, a drawn spot is another picture.
    expect(four.calibration!.offset).not.toBe(once.calibration!.offset);
  }, 180_000);
});

describe('mistakes', () => {
  it.each([
    ['a folder that is not there', ['--data', '/nowhere'], /error: \/nowhere is not a folder/],
    ['a config that is not there', ['--config', '/nowhere.json'], /error: cannot read \/nowhere/],
    ['WebGL in Node', ['--backend', 'webgl'], /error: Node has no WebGL/],
    ['a source that is not there', ['--leave-out', 'x'], /error: no picture is of the source x/],
    ['nothing but what is left out', ['--leave-out', 'drawn'], /error: no benign picture in split/],
    ['a resume without a checkpoint', ['--resume'], /error: .*checkpoint/],
  ])(
    '%s gives one sentence',
    async (_name, args, message) => {
      const { code, stderr } = await run('train', ...trainArgs('mistake'), ...args);
      expect(stderr).toMatch(message);
      expect(stderr).not.toContain('    at ');
      expect(code).toBe(1);
    },
    60_000,
  );

  it('a model that is not there, or was changed, is refused by name', async () => {
    const missing = await run('predict', '--model', at('nowhere'), at('data/images/1.jpg'));
    expect(missing.stderr).toMatch(/error: card\.json: /);
    const model = at('whole/bundle/model.json');
    await writeFile(model, `${await readFile(model, 'utf8')} `);
    const changed = await run('predict', '--model', at('whole/bundle'), at('data/images/1.jpg'));
    expect(changed.stderr).toMatch(/error: model\.json does not match the SHA-256/);
  }, 60_000);
});
