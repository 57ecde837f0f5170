import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { unchanged } from '../augment';
import { kerasToInput, type KerasSpec } from '../keras/generator';
import { cropToInput } from '../preprocess';
import { seededRandom } from '../random';
import { drawLesion } from './synthetic';
import { drawView, viewChangesSchema, type ViewSpec } from './view';

const spec: ViewSpec = {
  preprocess: { sizePx: 16, resize: 'area', range: [-1, 1], crop: 'centre-square' },
  augment: { ...unchanged, turns: true, zoom: 0.2, brightness: 0.2 },
  seed: 7,
};
const image = drawLesion('irregular', 1, 40);

describe('drawView', () => {
  it('gives the plain picture as view 0', () => {
    expect(drawView(image, spec, 'a', 0)).toEqual(cropToInput(image, spec.preprocess));
  });

  it('draws a view again from seed, id and number', () => {
    expect(drawView(image, spec, 'a', 3)).toEqual(drawView(image, spec, 'a', 3));
  });

  it.each([
    ['number', spec, 'a', 4],
    ['id', spec, 'b', 3],
    ['seed', { ...spec, seed: 8 }, 'a', 3],
  ])('draws another view for another %s', (_name, other, id, view) => {
    expect(drawView(image, other, id, view).data).not.toEqual(drawView(image, spec, 'a', 3).data);
  });

  it('changes pictures as Keras does where it is told so', () => {
    const keras = {
      ...{ kind: 'keras', convention: 'master', horizontalFlip: true, zoomRange: 0.1 },
    };
    const augment = v.parse(viewChangesSchema, keras);
    const random = seededRandom(7, 'view', 'a', 2);
    expect(drawView(image, { ...spec, augment }, 'a', 3)).toEqual(
      kerasToInput(image, spec.preprocess, augment as KerasSpec, random),
    );
    const mistake = v.safeParse(viewChangesSchema, { ...keras, shear: 1 });
    expect(mistake.issues?.[0].path?.[0].key).toBe('shear');
  });

  it.each([-1, 0.5, NaN, Infinity])('has no view %s', (view) => {
    expect(() => drawView(image, spec, 'a', view)).toThrow(RangeError);
  });
});
