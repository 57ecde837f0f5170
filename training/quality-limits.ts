// npm run quality-limits -- --data DIR: what the picture checks measure on real pictures and
// on the same pictures damaged on purpose, to set the limits in core/image/quality.ts by.
import { Command } from 'commander';
import { CoreError } from '../src/core/errors';
import { assessQuality, measureQuality, type QualityProblem } from '../src/core/image/quality';
import { resize } from '../src/core/image/resize';
import { rgbImage, type RgbImage } from '../src/core/image/rgb-image';
import { seededRandom, shuffled } from '../src/core/random';
import { collect, runCommand } from './node/cli';
import { readDataSet } from './node/dataset';
import { decodeFile } from './node/decode';
import { openProgress } from './node/progress';

new Command('quality-limits')
  .description('Measures the picture checks on train pictures, as they are and damaged.')
  .requiredOption('--data <dir>', 'data folder; repeatable', collect, [])
  .option('--pictures <n>', 'how many pictures', Number, 600)
  .action((options: { data: string[]; pictures: number }) => runCommand(() => measure(options)))
  .parse();

type Damage = (image: RgbImage) => RgbImage;
const scaled =
  (factor: number, lift = 0): Damage =>
  ({ data, width, height }) =>
    rgbImage(
      data.map((value) => value * factor + lift),
      width,
      height,
    );
// Detail below `share` of the side is lost.
const blurred =
  (side: number): Damage =>
  (image) =>
    resize(resize(image, side, side, 'area'), image.width, image.height, 'area');

const damages: readonly (readonly [name: string, damage: Damage, expected?: QualityProblem])[] = [
  ['as they are', (image) => image],
  ['blurred to 96 px', blurred(96)],
  ['blurred to 64 px', blurred(64), 'blurred'],
  ['blurred to 40 px', blurred(40), 'blurred'],
  ['darkened to 1/2', scaled(0.5)],
  ['darkened to 1/4', scaled(0.25), 'too-dark'],
  ['washed out by 80', scaled(0.7, 80)],
  ['washed out by 140', scaled(0.5, 140), 'too-bright'],
];

async function measure({ data, pictures }: { data: string[]; pictures: number }): Promise<void> {
  const { samples } = await readDataSet(data, 0);
  // Only what training saw: limits are a choice, and choices are not made on test.
  const train = samples.filter(({ split }) => split === 'train');
  if (train.length === 0) throw new CoreError('data-invalid', 'no train pictures');
  const chosen = shuffled(train, seededRandom('quality')).slice(0, pictures);
  const progress = openProgress('pictures', chosen.length);
  const rows = damages.map(() => ({
    blur: [] as number[],
    mean: [] as number[],
    burnt: [] as number[],
    problems: new Map<QualityProblem, number>(),
  }));
  for (const [i, { path }] of chosen.entries()) {
    const image = await decodeFile(path);
    damages.forEach(([, damage], k) => {
      const damaged = damage(image);
      const { blur, mean, burnt } = measureQuality(damaged);
      rows[k].blur.push(blur);
      rows[k].mean.push(mean);
      rows[k].burnt.push(burnt);
      for (const { problem } of assessQuality(damaged).findings) {
        rows[k].problems.set(problem, (rows[k].problems.get(problem) ?? 0) + 1);
      }
    });
    progress.update(i + 1);
  }
  progress.end();
  const quantiles = (values: number[], digits: number) =>
    [0.01, 0.02, 0.5, 0.98, 0.99]
      .map((q) => values.sort((a, b) => a - b)[Math.floor(q * (values.length - 1))].toFixed(digits))
      .join(' ');
  damages.forEach(([name, , expected], k) => {
    const { blur, mean, burnt, problems } = rows[k];
    console.log(`${name}${expected ? ` (should be ${expected})` : ''}`);
    console.log('  quantiles 1 % 2 % 50 % 98 % 99 %');
    console.log(`  blur  ${quantiles(blur, 3)}`);
    console.log(`  mean  ${quantiles(mean, 1)}`);
    console.log(`  burnt ${quantiles(burnt, 4)}`);
    const found = [...problems].map(
      ([problem, n]) => `${problem} ${((100 * n) / chosen.length).toFixed(1)} %`,
    );
    console.log(`  reported: ${found.join(', ') || 'nothing'}`);
  });
}
