import { describe, expect, it } from 'vitest';
import { lineChart, resultFigure } from './charts';

const chart = (points: readonly (readonly [number, number])[], more = {}) =>
  lineChart({
    ...{ title: 'Loss & more', x: 'epoch', y: 'loss', ...more },
    series: [{ name: 'train <1>', style: 'first', points }],
  });
const pathOf = (svg: string) => /class="line first" d="([^"]*)"/.exec(svg)![1];

describe('lineChart', () => {
  it('draws from the left bottom to the right top', () => {
    const points = [
      [0, 0],
      [1, 1],
    ] as const;
    expect(pathOf(chart(points, { xRange: [0, 1], yRange: [0, 1] }))).toBe('M52,256L444,12');
  });

  it('leaves a gap for what is no number, and draws a single epoch', () => {
    expect(
      pathOf(
        chart([
          [1, 1],
          [2, NaN],
          [3, 2],
          [4, 3],
        ]),
      ).match(/M/g),
    ).toHaveLength(2);
    expect(pathOf(chart([[1, 0.5]]))).not.toContain('NaN');
    expect(pathOf(chart([]))).toBe('');
  });

  it('says what it shows, and lets no text be taken for tags', () => {
    const svg = chart([[0, 1]]);
    expect(svg).toContain('aria-label="Loss &amp; more"');
    expect(svg).toContain('train &lt;1&gt;');
  });
});

it('resultFigure says counts and shares', () => {
  const figure = resultFigure('Right', [
    { name: 'malignant', right: 411, of: 584 },
    { name: 'none', right: 0, of: 0 },
  ]);
  expect(figure).toContain('411 of 584: 70.38 %');
  expect(figure).toContain('0 of 0: 0.00 %');
  expect(figure).not.toContain('NaN');
});
