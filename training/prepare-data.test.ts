// `prepare-data` as its user runs it, on collections drawn here with every fault there is.
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { csvParse } from 'd3-dsv';
import sharp, { type Sharp } from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseLabels } from '../src/core/data/manifest';
import { drawLesion } from '../src/core/data/synthetic';
import { rgbImage } from '../src/core/image/rgb-image';
import { resize } from '../src/core/image/resize';
import type { CollectionReport } from './node/preparation/collection-report';
import { runScript } from './node/run-script';

let folder: string;
const at = (name: string) => join(folder, name);

const run = (...args: string[]) => runScript('prepare-data', '--workers', '1', ...args);

async function draw(path: string, seed: number, edit = (pixels: Sharp) => pixels) {
  const { data, width, height } = drawLesion(seed % 2 ? 'irregular' : 'even', seed, 120);
  await mkdir(dirname(at(path)), { recursive: true });
  const pixels = sharp(Buffer.from(data), { raw: { width, height, channels: 3 } });
  await edit(pixels).toFile(at(path));
}

const report = async (out: string) =>
  JSON.parse(await readFile(at(`${out}/report.json`), 'utf8')) as CollectionReport;
const labels = async (out: string) =>
  parseLabels(await readFile(at(`${out}/labels.csv`), 'utf8')).samples;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'prepare-'));
  await drawKaggle();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

// 14 good pictures of 7 patients, 2 of them malignant, and one of each fault.
async function drawKaggle(): Promise<void> {
  const header =
    'image_name,patient_id,sex,age_approx,anatom_site_general_challenge,diagnosis,benign_malignant,target';
  const row = (name: string, patient: string, malignant: boolean, number = Number(malignant)) =>
    `${name},${patient},female,45.0,torso,unknown,${malignant ? 'malignant' : 'benign'},${number}`;
  const rows = [header];
  for (let i = 0; i < 12; i++) {
    await draw(`kaggle/jpeg/train/P${i}.jpg`, i);
    rows.push(row(`P${i}`, `IP_${i >> 1}`, i < 2));
  }
  await copyFile(at('kaggle/jpeg/train/P4.jpg'), at('kaggle/jpeg/train/SAME.jpg'));
  await draw('kaggle/jpeg/train/NEAR.jpg', 6, (pixels) => pixels.resize(90).jpeg({ quality: 60 }));
  await writeFile(at('kaggle/jpeg/train/BROKEN.jpg'), 'not a picture');
  // A picture of the test set, which has no target.
  await draw('kaggle/jpeg/test/P3.jpg', 99);
  rows.push(
    row('SAME', 'IP_20', false),
    row('NEAR', 'IP_21', false),
    ...[row('P5', 'IP_2', false), row('P7', 'IP_3', true), row('NONE', 'IP_9', false)],
    ...[row('BROKEN', 'IP_9', false), row('ODD', 'IP_9', false, 1), 'P8,too,few'],
  );
  await writeFile(at('kaggle/train.csv'), rows.join('\n'));
  await writeFile(at('kaggle/test.csv'), 'image_name,patient_id\nP3,IP_1');
  await writeFile(at('kaggle/sample_submission.csv'), 'image_name,target\nP3,0');
}

describe('a Kaggle folder with planted faults', () => {
  it('becomes two folders at one size, and every fault is named and counted', async () => {
    const { code, stdout, stderr } = await run('--from', at('kaggle'), '--out', at('out'));
    expect(stderr).toContain('siim-isic-2020: 14 labelled pictures');
    expect(code).toBe(0);
    // 12 and two copies, less P7, which is benign in one row and malignant in another.
    expect(await report('out')).toMatchObject({
      pictures: 13,
      targets: { benign: 11, malignant: 2 },
      ratio: 5.5,
      faults: { malformed: 1, contradictory: 3, duplicate: 1, missing: 1, corrupt: 1 },
      exactDuplicates: { sets: 1, pictures: 2, contradictory: 0 },
      nearDuplicates: { pairs: 1 },
      leaks: { patients: 0, lesions: 0, nearPairs: 0 },
    });
    expect(stdout).toContain('warning: 5.5 to 1. Always saying "benign" would be right for 84.6 %');
    const faults = csvParse(await readFile(at('out/faults.csv'), 'utf8'));
    expect(faults.map(({ fault, where }) => `${fault} ${where}`)).toEqual([
      'contradictory train.csv:9',
      'duplicate train.csv:16',
      'contradictory train.csv:17',
      'contradictory train.csv:20',
      'malformed train.csv:21',
      'missing train.csv:18',
      `corrupt ${at('kaggle/jpeg/train/BROKEN.jpg')}`,
    ]);
    expect(await readdir(at('out/malignant'))).toEqual(['P0.jpg', 'P1.jpg']);
    const { width, height } = await sharp(at('out/benign/NEAR.jpg')).metadata();
    expect([width, height]).toEqual([500, 500]);
  }, 60_000);

  it('keeps look-alikes and patients on one side', async () => {
    const samples = await labels('out');
    const splitOf = (name: string) =>
      samples.find(({ file }) => file.endsWith(`/${name}.jpg`))!.split;
    expect(splitOf('NEAR')).toBe(splitOf('P6'));
    expect(splitOf('SAME')).toBe(splitOf('P4'));
    expect(splitOf('P2')).toBe(splitOf('P3'));
    expect(new Set(samples.map(({ split }) => split)).size).toBeGreaterThan(1);
  });

  it('goes on where it was, and does again what was changed or lost', async () => {
    const again = await run('--from', at('kaggle'), '--out', at('out'));
    expect(again.stderr).toContain('14 were done before');
    await rm(at('out/benign/P10.jpg'));
    await draw('kaggle/jpeg/train/P11.jpg', 50);
    // A kill in the middle of a line.
    const notes = await readFile(at('out/prepared.jsonl'), 'utf8');
    await writeFile(at('out/prepared.jsonl'), notes.slice(0, -20));
    const resumed = await run('--from', at('kaggle'), '--out', at('out'));
    expect(resumed.stderr).toContain('11 were done before');
    expect((await stat(at('out/benign/P10.jpg'))).size).toBeGreaterThan(1000);
    const other = await run('--from', at('kaggle'), '--out', at('out'), '--size', '100');
    expect(other.stderr).toContain('error: the folder was begun with');
    expect(other.code).toBe(1);
  }, 60_000);

  it('splits as Keras does, and says what leaks then', async () => {
    const { stdout } = await run(
      ...['--from', at('kaggle'), '--out', at('out'), '--split', 'keras'],
    );
    const val = (await labels('out')).filter(({ split }) => split === 'val');
    // The first ⌊0.2 · 11⌋ benign ones by name, and ⌊0.2 · 2⌋ malignant ones.
    expect(val.map(({ file }) => file).sort()).toEqual(['benign/NEAR.jpg', 'benign/P10.jpg']);
    expect(stdout).toContain('warning: 1 patients stand on both sides of the split');
    expect(stdout).toContain('warning: 1 pairs that look alike stand on both sides');
    expect(stdout).toMatch(/with --allow-leaks only; --split grouped draws one without\n$/);
    // What leaks can be read again and mended.
    const mended = await run(...['--from', at('out'), '--out', at('mended'), '--split', 'grouped']);
    expect(mended.code).toBe(0);
    expect((await report('mended')).leaks).toEqual({ patients: 0, lesions: 0, nearPairs: 0 });
    expect((await report('mended')).pictures).toBe((await report('out')).pictures);
  }, 60_000);
});

describe('other collections', () => {
  it("HAM10000 in its two parts, and every pixel as Keras's nearest has it", async () => {
    await draw('ham/HAM10000_images_part_1/ISIC_1.jpg', 1);
    await draw('ham/HAM10000_images_part_2/ISIC_2.jpg', 2);
    await writeFile(
      at('ham/HAM10000_metadata.csv'),
      'lesion_id,image_id,dx,dx_type,age,sex,localization\nH1,ISIC_1,mel,histo,50,male,back\nH2,ISIC_2,nv,histo,50,male,back',
    );
    const { code } = await run(
      ...['--from', at('ham/HAM10000_metadata.csv'), '--out', at('ham/out')],
      ...['--format', 'png', '--size', '77'],
    );
    expect(code).toBe(0);
    expect(await labels('ham/out')).toMatchObject([
      { file: 'malignant/ISIC_1.png', diagnosis: 'melanoma', lesionId: 'H1', age: 50 },
      { file: 'benign/ISIC_2.png', diagnosis: 'nevus', site: 'back' },
    ]);
    const pixels = async (path: string) => {
      const { data, info } = await sharp(at(path))
        .removeAlpha()
        .raw()
        .toBuffer({ resolveWithObject: true });
      return rgbImage(new Uint8ClampedArray(data), info.width, info.height);
    };
    const wanted = resize(
      await pixels('ham/HAM10000_images_part_1/ISIC_1.jpg'),
      ...([77, 77, 'pil-nearest'] as const),
    );
    expect((await pixels('ham/out/malignant/ISIC_1.png')).data).toEqual(wanted.data);
    // Its own copies are not taken for pictures of the collection.
    const again = await run(
      ...['--from', at('ham/HAM10000_metadata.csv'), '--out', at('ham/out')],
      ...['--format', 'png', '--size', '77'],
    );
    expect(again.stderr).toContain('2 were done before');
  }, 60_000);

  it('a folder per class, with two pictures of one name, labelled both ways', async () => {
    await draw('classes/melanoma/x.png', 1);
    await draw('classes/nevus/x.png', 2);
    await draw('classes/nevus/sub/x.png', 3);
    await copyFile(at('classes/melanoma/x.png'), at('classes/nevus/y.png'));
    const { stdout } = await run(
      ...['--from', at('classes'), '--out', at('classes-out'), '--size', '60'],
    );
    expect((await readdir(at('classes-out/benign'))).sort()).toEqual(['x-2.jpg', 'x.jpg', 'y.jpg']);
    expect(stdout).toContain(
      'warning: 1 of these are benign in one place and malignant in another',
    );
  }, 60_000);

  it.each([
    ['a place that is not there', () => ['--from', '/nowhere'], 'error: /nowhere is not there'],
    [
      'several tables',
      async () => {
        await mkdir(at('two'), { recursive: true });
        await writeFile(at('two/a.csv'), 'isic_id\n');
        await writeFile(at('two/b.csv'), 'image_id,dx\n');
        return ['--from', at('two')];
      },
      'several tables (a.csv, b.csv): name one of them',
    ],
  ])(
    '%s gives one sentence',
    async (_name, args, message) => {
      const { code, stderr } = await run(...(await args()), '--out', at('none'));
      expect(stderr).toContain(message);
      expect(stderr).not.toContain('    at ');
      expect(code).toBe(1);
    },
    30_000,
  );
});
