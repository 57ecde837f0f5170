import { expect, it } from 'vitest';
import { modelOutcome, wholeOutcome } from './outcome';
import { prediction, savedCheck } from './testing';

const kinds = ['attend', 'unsure', 'quiet', 'abstained'] as const;

it.each(kinds)('is what the model said where no sign was named: %s', (kind) => {
  const check = savedCheck({ prediction: prediction(kind) });
  expect(wholeOutcome(check)).toBe(kind);
  expect(wholeOutcome({ ...check, answers: { kind: 'skipped' } })).toBe(kind);
});

it.each(kinds)('is a doctor where a sign was named, whatever the model said: %s', (kind) => {
  const answers = { kind: 'answered', redFlags: ['new'], exclusions: [] };
  const check = savedCheck({ prediction: prediction(kind), answers });
  expect(wholeOutcome(check)).toBe('attend');
  expect(modelOutcome(check)).toBe(kind);
});
