import { expect, it } from 'vitest';
import { StoppedError, throwIfStopped } from './stopped';

it('lets go on what nobody stopped', () => {
  expect(() => throwIfStopped(undefined, 'work')).not.toThrow();
  expect(() => throwIfStopped({ aborted: false }, 'work')).not.toThrow();
});

it('ends stopped work with an AbortError that names it', () => {
  const stop = new AbortController();
  stop.abort();
  expect(() => throwIfStopped(stop.signal, 'reading')).toThrow(StoppedError);
  expect(new StoppedError('reading')).toMatchObject({
    name: 'AbortError',
    message: 'reading was stopped',
  });
});
