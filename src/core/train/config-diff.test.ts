import { expect, it } from 'vitest';
import { configDifferences } from './config-diff';

it('names the places that differ, also where one has none', () => {
  const first = { name: 'a', seed: 1, fit: { rate: 0.1, callbacks: [{ kind: 'x' }] }, same: [] };
  const second = { name: 'b', seed: 1, fit: { rate: 0.2, callbacks: [] }, same: [] };
  expect(configDifferences([first, second])).toEqual([
    { path: 'fit.rate', values: ['0.1', '0.2'] },
    { path: 'fit.callbacks.0.kind', values: ['"x"', null] },
    { path: 'fit.callbacks', values: [null, '[]'] },
  ]);
  expect(configDifferences([first, { ...first, why: 'x' }])).toEqual([]);
});
