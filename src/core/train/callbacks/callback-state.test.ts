import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import type { CallbackState } from './callback';
import { count, parseState, perhaps } from './callback-state';

const schema = v.strictObject({
  numbers: v.strictObject({ best: perhaps, wait: count }),
  arrays: v.strictObject({ average: v.instance(Float32Array) }),
});
const average = Float32Array.of(1);

describe('parseState', () => {
  it.each([[null], [-0.5]])('takes a state with best %s', (best) => {
    const state = { numbers: { best, wait: 3 }, arrays: { average } };
    expect(parseState('x', schema, state)).toEqual(state);
  });

  it.each<[string, CallbackState]>([
    ['a number missing', { numbers: { best: 1 }, arrays: { average } }],
    ['a number too many', { numbers: { best: 1, wait: 1, other: 1 }, arrays: { average } }],
    ['an infinite number', { numbers: { best: Infinity, wait: 1 }, arrays: { average } }],
    ['NaN', { numbers: { best: NaN, wait: 1 }, arrays: { average } }],
    ['a negative count', { numbers: { best: 1, wait: -1 }, arrays: { average } }],
    ['half a count', { numbers: { best: 1, wait: 0.5 }, arrays: { average } }],
    ['no count', { numbers: { best: 1, wait: null }, arrays: { average } }],
    ['an array missing', { numbers: { best: 1, wait: 1 }, arrays: {} }],
  ])('refuses a state with %s', (_name, state) => {
    expect(() => parseState('x', schema, state)).toThrow(
      expect.objectContaining({
        code: 'config-invalid',
        message: expect.stringContaining('not a state of x: '),
      }),
    );
  });
});
