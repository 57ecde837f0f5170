import '@tensorflow/tfjs-backend-cpu';
import { enableProdMode, memory, setBackend } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { knownAnswer, mistakeIn, runKnownNetwork, TOLERANCE } from './known-answer';

beforeAll(async () => {
  enableProdMode();
  await setBackend('cpu');
});

describe('runKnownNetwork', () => {
  it('gives the stored answer on the cpu backend, and keeps only that', async () => {
    const before = memory().numTensors;
    const answer = runKnownNetwork();
    const values = Array.from(await answer.data());
    expect(memory().numTensors).toBe(before + 1);
    answer.dispose();
    values.forEach((value, i) => expect(value).toBeCloseTo(knownAnswer[i], 5));
  });
});

describe('mistakeIn', () => {
  const changed = (at: number, by: number) => knownAnswer.map((v, i) => (i === at ? v + by : v));
  const cases: [string, number[], boolean][] = [
    ['the stored values', [...knownAnswer], true],
    ['a difference just inside the tolerance', changed(2, TOLERANCE * 0.99), true],
    ['a difference just outside', changed(2, TOLERANCE * 1.01), false],
    ['the same, downwards', changed(0, -TOLERANCE * 1.01), false],
    ['not a number', changed(3, NaN), false],
    ['too few values', knownAnswer.slice(1), false],
    ['all zeros', [0, 0, 0, 0], false],
  ];
  it.each(cases)('judges %s', (_, answer, right) => {
    expect(mistakeIn(answer) === null).toBe(right);
  });
});
