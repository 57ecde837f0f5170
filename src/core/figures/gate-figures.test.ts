import { describe, expect, it } from 'vitest';
import { cardGateFigures, rejectedShare } from './gate-figures';
import { scoredOf } from './testing';

const none = { target: 'not-a-lesion' };
const skin = { ...none, diagnosis: 'sun-damaged skin, corner crop' };

describe('rejectedShare', () => {
  it('counts what lies below the threshold, not at it', () => {
    const rows = [scoredOf(0, -1), scoredOf(0, 0), scoredOf(0, 1)];
    expect(rejectedShare('set', rows, 0)).toMatchObject({ n: 3, rejected: { value: 1 / 3 } });
  });

  it('has no value for no rows', () => {
    expect(rejectedShare('set', [], 0).rejected.value).toBeNaN();
  });
});

describe('cardGateFigures', () => {
  it('keeps lesions, bare skin and the rest apart, and leaves out empty sets', () => {
    const main = [scoredOf(0, 2), scoredOf(0, -2, { target: 'malignant' })];
    const others = [scoredOf(0, -3, none), scoredOf(0, 3, skin), scoredOf(0, 1, { target: '' })];
    const judged = cardGateFigures('Test pictures', main, others, 0);
    expect(judged.map(({ set, n, rejected }) => [set, n, rejected.value])).toEqual([
      ['Test pictures of skin spots', 2, 0.5],
      ['Test pictures of skin spots, of those brought for the gate', 1, 0],
      ['Test pictures without a skin spot', 2, 0.5],
      ['Test pictures of bare skin', 1, 0],
      ['Test pictures without a skin spot, bare skin left out', 1, 1],
    ]);
    expect(cardGateFigures('Test pictures', main, [], 0)).toHaveLength(1);
  });
});
