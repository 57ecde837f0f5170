import { describe, expect, it } from 'vitest';
import { drawLesion } from '../data/synthetic';
import { cropToInput, type PreprocessSpec } from '../preprocess';
import { disturb, disturbances } from './disturb';

const spec: PreprocessSpec = {
  sizePx: 64,
  resize: 'area',
  range: [-1, 1],
  crop: 'centre-square',
};
const picture = drawLesion('irregular', 5, 120);
const plain = cropToInput(picture, spec);
const mean = (values: ArrayLike<number>) =>
  Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;
const changeOf = (name: (typeof disturbances)[number]['name'], strength: number) => {
  const { data } = disturb(picture, spec, name, strength, 'a');
  return mean(data.map((value, at) => Math.abs(value - plain.data[at])));
};

describe('disturb', () => {
  it.each(disturbances)('$name changes more the stronger it is', ({ name, strengths }) => {
    const changes = strengths.map((strength) => changeOf(name, strength));
    expect(changes[0]).toBeGreaterThan(0);
    expect(changes.toSorted((a, b) => a - b)).toEqual(changes);
  });

  it('does what it is called', () => {
    const channel = (name: 'warm' | 'cold' | 'dark' | 'bright', c: number) =>
      mean(disturb(picture, spec, name, 0.2, 'a').data.filter((_, at) => at % 3 === c)) /
      mean(plain.data.filter((_, at) => at % 3 === c));
    expect(channel('warm', 2)).toBeCloseTo(0.8, 1);
    expect(channel('cold', 0)).toBeCloseTo(0.8, 1);
    expect(channel('dark', 1)).toBeCloseTo(0.8, 1);
    expect(channel('bright', 1)).toBeGreaterThan(1.1);
  });

  it('cuts the same corner of a picture each time, and not the same of all', () => {
    const cut = (id: string) => disturb(picture, spec, 'crop', 0.3, id).data;
    expect(cut('a')).toEqual(cut('a'));
    const corners = new Set(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((id) => cut(id).join()));
    expect(corners.size).toBeGreaterThan(1);
  });
});
