import { expect, it } from 'vitest';
import { backendNames } from './engine/backend';
import { readBackendChoice } from './backend-choice';

it.each(backendNames)('reads ?backend=%s', (backend) => {
  expect(readBackendChoice(`?backend=${backend}`)).toEqual({ backend });
});

it('chooses by itself without a name, and tells of a name it does not know', () => {
  expect(readBackendChoice('')).toEqual({ backend: 'auto' });
  expect(readBackendChoice('?backend=auto')).toEqual({ backend: 'auto' });
  expect(readBackendChoice('?backend=gpu')).toEqual({ backend: 'auto', unknown: 'gpu' });
});
