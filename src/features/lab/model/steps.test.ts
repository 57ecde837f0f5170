import { expect, it } from 'vitest';
import { presetConfig } from '../../../core/run/presets';
import { stepsOf } from './steps';

const config = presetConfig('tail', 'x', 1);
const withWarmUp = (warmUpSteps: number) => ({
  fit: {
    ...config.fit,
    epochs: 3,
    schedule: { kind: 'cosine', warmUpSteps, finalShare: 0 } as const,
  },
});

it.each([
  [5, false],
  [6, true],
  [0, false],
])('a warm-up of %i steps in a run of 6: too long %s', (warmUp, warmUpTooLong) => {
  expect(stepsOf(withWarmUp(warmUp), { steps: [8, 4] })).toEqual({
    ...{ perEpoch: 2, all: 6, warmUp, warmUpTooLong },
  });
});
