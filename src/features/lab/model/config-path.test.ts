import { expect, it } from 'vitest';
import { valueAt, withValue } from './config-path';

const config = { fit: { epochs: 3, callbacks: [{ kind: 'a' }, { kind: 'b', patience: 2 }] } };

it('finds what stands at a place, and nothing that was not put there', () => {
  expect(valueAt(config, 'fit.callbacks.1.patience')).toBe(2);
  expect(valueAt(config, 'fit.rate')).toBeUndefined();
  expect(valueAt(config, 'fit.epochs.x')).toBeUndefined();
  expect(valueAt(config, 'constructor')).toBeUndefined();
});

it('puts something else there, in its old place, and leaves the old config alone', () => {
  const changed = withValue(config, 'fit.callbacks.1.patience', 'x');
  expect(changed).toEqual({
    fit: { epochs: 3, callbacks: [{ kind: 'a' }, { kind: 'b', patience: 'x' }] },
  });
  expect(Object.keys(valueAt(withValue(config, 'fit.epochs', 9), 'fit') as object)).toEqual([
    ...['epochs', 'callbacks'],
  ]);
  expect(config.fit.callbacks[1].patience).toBe(2);
});

it('adds and takes away', () => {
  expect(withValue(config, 'fit.rate', 1)).toMatchObject({ fit: { rate: 1, epochs: 3 } });
  expect(withValue(config, 'fit.epochs', undefined)).toEqual({
    fit: { callbacks: config.fit.callbacks },
  });
  expect(withValue(null, 'a.b', 1)).toEqual({ a: { b: 1 } });
});
