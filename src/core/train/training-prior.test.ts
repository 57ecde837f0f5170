import { expect, it } from 'vitest';
import { shiftPrior } from '../evaluate/calibration';
import { trainingPrior } from './training-prior';

const twelveToOne = [1200, 100];
const two = [false, true];

it.each([
  ['natural', { balance: 'none', classWeights: null }, 1 / 13],
  ['1:1 by leaving out', { balance: 'undersample', classWeights: null }, 0.5],
  ['1:1 by repeating', { balance: 'oversample', classWeights: null }, 0.5],
  ['equal places', { balance: 'equal', classWeights: null }, 0.5],
  ['weights that make up for it', { balance: 'none', classWeights: [1, 12] }, 0.5],
  ['weights on balanced classes', { balance: 'equal', classWeights: [1, 3] }, 0.75],
] as const)('%s', (_name, config, wanted) => {
  expect(
    trainingPrior(
      { ...config, classWeights: config.classWeights && [...config.classWeights] },
      twelveToOne,
      two,
    ),
  ).toBeCloseTo(wanted, 12);
});

it('counts labels that occur, malignant ones together', () => {
  const config = { balance: 'equal', classWeights: null } as const;
  expect(trainingPrior(config, [10, 0, 5, 7], [false, false, true, true])).toBeCloseTo(2 / 3, 12);
});

it('is where the paper’s probabilities have to be taken from', () => {
  // 1:1 training, p = 0.9, at SIIM's 1.76 % malignant: 13.9 %.
  const prior = trainingPrior({ balance: 'undersample', classWeights: null }, [32542, 584], two);
  expect(shiftPrior(0.9, prior, 584 / 33126)).toBeCloseTo(0.139, 3);
  expect(shiftPrior(0.5, prior, 584 / 33126)).toBeCloseTo(584 / 33126, 12);
});
