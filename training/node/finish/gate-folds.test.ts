import { expect, it } from 'vitest';
import { sampleOf } from '../../../src/core/figures/testing';
import { gateFolds } from './gate-folds';

it('keeps together what a patient, a lesion or a group ties, also over others', () => {
  const samples = [
    sampleOf({ file: 'a', patientId: 'p1' }),
    sampleOf({ file: 'b', patientId: 'p1', group: 'g' }),
    sampleOf({ file: 'c', patientId: 'p2', group: 'g' }),
    sampleOf({ file: 'd', patientId: 'p2', lesionId: 'l' }),
    sampleOf({ file: 'e', lesionId: 'l' }),
    ...['f', 'g', 'h', 'i'].map((file) => sampleOf({ file })),
  ];
  const folds = gateFolds(samples, 5);
  expect(samples.map((sample) => folds.get(sample))).toEqual([0, 0, 0, 0, 0, 1, 2, 3, 4]);
});
