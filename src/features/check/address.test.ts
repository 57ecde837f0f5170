import { expect, it } from 'vitest';
import { readEntry } from './entry';

it('reads how a check begins from the address', () => {
  expect(readEntry(true, '')).toEqual({ kind: 'demo' });
  expect(readEntry(false, 'sample=faint')).toEqual({ kind: 'sample', sample: 'faint' });
  expect(readEntry(false, 'sample=real')).toEqual({ kind: 'choose' });
  expect(readEntry(false, undefined)).toEqual({ kind: 'choose' });
});
