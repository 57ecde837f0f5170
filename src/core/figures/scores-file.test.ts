import { describe, expect, it } from 'vitest';
import { readScores, writeScores } from './scores-file';
import { scoredOf } from './testing';

describe('a file of scores', () => {
  it('gives back what was written', () => {
    const rows = readScores(writeScores([scoredOf(0.5, null), scoredOf(-1, 2, { file: 'b' })]));
    expect(rows).toEqual([
      { file: 'a.jpg', margin: 0.5, logits: [0, 0.5], gate: null },
      { file: 'b', margin: -1, logits: [0, -1], gate: 2 },
    ]);
  });

  it.each(['{', '{"version":2,"rows":[]}', '{"version":1,"rows":[{}]}'])('refuses %s', (text) => {
    expect(() => readScores(new TextEncoder().encode(text))).toThrow(/cannot be read/);
  });
});
