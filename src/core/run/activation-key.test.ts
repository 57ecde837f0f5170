import { expect, it } from 'vitest';
import { unchanged } from '../augment';
import { activationKey } from './activation-key';

const trunk: Parameters<typeof activationKey>[0] = {
  preprocess: { sizePx: 64, resize: 'area', range: [-1, 1], crop: 'centre-square' },
  augment: { ...unchanged, turns: true },
  ...{ seed: 1, views: 2, lastBlock: 10, layer: 'block_10_project_BN' },
  weights: [{ name: 'a', shape: [2], values: Float32Array.of(1, 2) }],
};
const pictures = [
  { file: 'a.png', bytes: 10 },
  { file: 'b.png', bytes: 20 },
];
const key = (over: object = {}, backend = 'wasm', rows = pictures) =>
  activationKey({ ...trunk, ...over }, backend, rows);

it('is the same for the same', () => {
  expect(key({ weights: [{ ...trunk.weights[0], values: Float32Array.of(1, 2) }] })).toBe(key());
});

it.each([
  ['another seed', () => key({ seed: 2 })],
  ['other changes', () => key({ augment: unchanged })],
  ['more views', () => key({ views: 3 })],
  ['another size', () => key({ preprocess: { ...trunk.preprocess, sizePx: 96 } })],
  ['another layer', () => key({ layer: 'block_9_add' })],
  [
    'other weights',
    () => key({ weights: [{ ...trunk.weights[0], values: Float32Array.of(1, 3) }] }),
  ],
  ['another backend', () => key({}, 'webgl')],
  ['another order of pictures', () => key({}, 'wasm', pictures.toReversed())],
  ['a picture of another size', () => key({}, 'wasm', [pictures[0], { file: 'b.png', bytes: 21 }])],
])('differs for %s', (_what, other) => {
  expect(other()).not.toBe(key());
});

it('does not mind a seed that draws nothing', () => {
  expect(key({ views: 1, seed: 2 })).toBe(key({ views: 1 }));
});
