import { describe, expect, it } from 'vitest';
import { stationNames } from '../../../core/run/paper-tour';
import type { ArmFigures, Finding } from '../../../core/run/tour-findings';
import { findingWords } from './finding-words';

const interval = (value: number) => ({ value, low: value - 0.1, high: value + 0.1 });
const figures = (name: string, accuracy: number, found: number): ArmFigures => ({
  ...{ name, accuracy, found, loss: 1 - accuracy, lastRate: 0.000125, lowered: 3 },
  ...{ sensitivity: interval(found / 8), auroc: interval(accuracy) },
});
const finding: Finding = {
  ...{ verdict: 'agrees', n: 104, malignant: 8, arms: [], p: 0.0078, difference: interval(-0.05) },
  favoured: figures('1-1', 0.875, 7),
  against: figures('12-1', 0.923, 0),
};

describe('findingWords', () => {
  it('tells the trap by what was measured', () => {
    expect(findingWords('imbalance', finding)).toBe(
      'As the paper says: trained 12:1 it was right for 92.3 % of 104 val pictures, where always saying benign is right for 92.3 %, and found 0 of 8 malignant ones; trained 1:1 it was right for 87.5 % and found 7 (p = 0.008).',
    );
    expect(findingWords('imbalance', { ...finding, verdict: 'unclear' })).toMatch(/^Too few/);
    expect(findingWords('imbalance', { ...finding, verdict: 'disagrees' })).toMatch(/^Not as/);
  });

  it('tells what was compared, and how often a rate was halved', () => {
    const plateau = { ...finding, p: 1e-5, favoured: { ...finding.favoured, name: 'halved' } };
    const words = findingWords('plateau', { ...plateau, against: figures('constant', 0.9, 6) });
    expect(words).toBe(
      'Halving helped: loss on 104 val pictures was 0.125 for the halved rate and 0.100 for the constant rate, a difference of -0.050 (95 % -0.150 to 0.050, p < 0.001); AUROC was 0.875 and 0.900. The rate was halved 3 times, down to 0.00013.',
    );
  });

  it('has a beginning of its own for every verdict of every station', () => {
    const all = stationNames.flatMap((station) =>
      (['agrees', 'disagrees', 'unclear'] as const).map(
        (verdict) => findingWords(station, { ...finding, verdict }).split(':')[0],
      ),
    );
    expect(new Set(all).size).toBe(12);
  });
});
