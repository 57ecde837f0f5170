import { describe, expect, it } from 'vitest';
import { drawLesion } from '../data/synthetic';
import { assessQuality, isBlocked } from './quality';
import { resize } from './resize';
import { rgbImage, type RgbImage } from './rgb-image';

const good = drawLesion('irregular', 5, 512);
const mapped = (image: RgbImage, change: (value: number) => number) =>
  rgbImage(image.data.map(change), image.width, image.height);
const problems = (image: RgbImage) => assessQuality(image).findings.map(({ problem }) => problem);

/** Throws away detail by shrinking and growing. */
const blurred = (image: RgbImage) => resize(resize(image, 24, 24, 'area'), 512, 512, 'area');

describe('assessQuality', () => {
  it('has nothing to say about a good picture', () => {
    expect(assessQuality(good).findings).toEqual([]);
  });

  it.each<[string, RgbImage, string, boolean]>([
    ['blurred', blurred(good), 'blurred', false],
    ['dark', mapped(good, (v) => v * 0.25), 'too-dark', false],
    ['black', mapped(good, (v) => v * 0.02), 'too-dark', true],
    ['pale', mapped(good, (v) => 225 + v * 0.1), 'too-bright', false],
    ['white', mapped(good, () => 255), 'too-bright', true],
    ['small', resize(good, 120, 120, 'area'), 'too-small', false],
    ['tiny', resize(good, 40, 40, 'area'), 'too-small', true],
  ])('says why a %s picture is poor', (_name, image, problem, blocks) => {
    expect(problems(image)).toContain(problem);
    expect(isBlocked(assessQuality(image))).toBe(blocks);
  });

  it('finds a burnt-out patch', () => {
    const data = good.data.slice();
    for (let y = 300; y < 460; y++) data.fill(255, (y * 512 + 300) * 3, (y * 512 + 460) * 3);
    expect(problems(rgbImage(data, 512, 512))).toEqual(['glare']);
  });

  it('judges the crop, not the rest of the picture', () => {
    const half = good.data.map((v, i) => (Math.floor(i / 3) % 512 < 256 ? 0 : v));
    const image = rgbImage(half, 512, 512);
    const dark = assessQuality(image, { left: 0, top: 100, side: 250 });
    const lit = assessQuality(image, { left: 258, top: 100, side: 250 });
    expect(isBlocked(dark)).toBe(true);
    expect(lit.findings.map(({ problem }) => problem)).not.toContain('too-dark');
  });

  it('puts what blocks first', () => {
    const findings = assessQuality(mapped(resize(good, 120, 120, 'area'), () => 0)).findings;
    expect(findings[0].severity).toBe('block');
  });
});
