import { expect, it } from 'vitest';
import { copyNames } from './copy-names';

const named = (...names: string[]) => names.map((name) => ({ target: 'benign' as const, name }));

it('gives each picture a name of its own, whatever they are called', () => {
  expect(copyNames(named('x', 'x-2', 'x', 'X', 'ä b', 'x'), 'jpg')).toEqual(
    ['x', 'x-2', 'x-3', 'X-4', '__b', 'x-5'].map((name) => `benign/${name}.jpg`),
  );
  const [one, other] = copyNames([...named('x'), { target: 'malignant', name: 'x' }], 'png');
  expect([one, other]).toEqual(['benign/x.png', 'malignant/x.png']);
  const many = copyNames(named(...Array.from({ length: 3000 }, () => 'same')), 'jpg');
  expect(new Set(many).size).toBe(3000);
});
