import { expect, it } from 'vitest';
import { readAddress } from './address';

it.each([
  [false, '', { kind: 'choose', spotId: null }],
  [false, undefined, { kind: 'choose', spotId: null }],
  [false, 'sample=faint', { kind: 'sample', sample: 'faint' }],
  [false, 'sample=banana', { kind: 'choose', spotId: null }],
  [false, 'spot=abc', { kind: 'choose', spotId: 'abc' }],
  [false, 'shared', { kind: 'handed' }],
  [true, '', { kind: 'demo', sample: 'irregular' }],
  [true, 'sample=faint', { kind: 'demo', sample: 'faint' }],
  [true, 'sample=banana', { kind: 'demo', sample: 'irregular' }],
])('demo %s with %j begins with %j', (demo, query, start) => {
  expect(readAddress(demo, query)).toEqual(start);
});
