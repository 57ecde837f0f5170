import { describe, expect, it } from 'vitest';
import { decisionFigures } from '../../src/core/evaluate/decision';
import { fillTables, studyTable } from './results';
import type { RunLog } from './run-paper';
import { paperRuns } from './studies';

const [one] = paperRuns([]).filter(({ study }) => study === 'balance');
const counts = { truePositive: 6, falseNegative: 4, trueNegative: 9, falsePositive: 1 };
const interval = (value: number) => ({ value, low: 0, high: 1 });
const log = (auroc: number): RunLog => ({
  ...one,
  data: 'd',
  parameters: 14_714_753,
  backend: 'wasm',
  epochs: [
    { epoch: 1, learningRate: 1e-4, seconds: 60, metrics: { loss: 0.7, valLoss: 0.6 } },
    { epoch: 2, learningRate: 1e-4, seconds: 90, metrics: { loss: 0.5, valLoss: 0.55 } },
  ],
  ended: 'all epochs done',
  test: {
    ...{ n: 20, auroc: interval(auroc), sensitivity: interval(0.6), specificity: interval(0.9) },
    ...decisionFigures(counts),
  },
  finishedAt: '2026-11-23T00:00:00.000Z',
});

describe('studyTable', () => {
  it('puts the seeds of an arm in one row, with their spread', () => {
    const [, , row] = studyTable([log(0.8), log(0.7)], 'balance')!.split('\n');
    expect(row).toContain('| one-to-one | 2 | 14,714,753 | 2 (2 to 2) | 0.0001 |');
    expect(row).toContain(
      '0.500 (0.500 to 0.500) | 0.550 (0.550 to 0.550) | 0.5500 (0.5500 to 0.5500) | 0.750 (0.700 to 0.800)',
    );
    expect(row).toContain('| 0.500 | 3 (3 to 3) |');
  });

  it('shows the losses of the epoch whose weights were kept', () => {
    const [arm] = paperRuns([]).filter((run) => run.arm === 'plateau-and-stopping');
    const { epochs: two, ...rest } = log(0.8);
    const worse = { ...two[1], epoch: 3, metrics: { loss: 0.4, valLoss: 0.9 } };
    const [, , row] = studyTable([{ ...rest, ...arm, epochs: [...two, worse] }], 'plateau')!.split(
      '\n',
    );
    expect(row).toContain('| 3 | 0.0001 | 0.500 | 0.550 | 0.5500 |');
    const [, , plain] = studyTable([{ ...rest, epochs: [...two, worse] }], 'balance')!.split('\n');
    expect(plain).toContain('| 3 | 0.0001 | 0.400 | 0.900 | 0.5500 |');
  });

  it('says what diverged, and leaves it out of the figures', () => {
    const broken = { ...log(0.8), parameters: null, test: null, ended: 'not finite' };
    const [, , both] = studyTable([log(0.8), broken], 'balance')!.split('\n');
    expect(both).toMatch(
      /\| 2, 1 diverged \|.*\| 0\.500 \| 0\.550 \| 0\.5500 \(0\.5500 to 0\.5500\) \| 0\.800 \|/,
    );
    const [, , alone] = studyTable([{ ...broken, epochs: [] }], 'balance')!.split('\n');
    expect(alone).toMatch(/\| 1, 1 diverged \| – \| 0 \|.*(\| – ){9}\| 0 \|$/);
  });

  it('has none for a study that was not begun', () => {
    expect(studyTable([log(0.8)], 'depth')).toBeNull();
  });
});

it('fillTables replaces what stands between the marks, and nothing else', () => {
  const text = 'a\n<!-- study: balance -->old<!-- end -->\nb\n<!-- study: depth --><!-- end -->\nc';
  const filled = fillTables(text, [log(0.8)]);
  expect(filled).toMatch(/^a\n<!-- study: balance -->\n\n\| arm [^]*0\.800[^]*<!-- end -->\nb\n/);
  expect(filled).not.toContain('old');
  expect(filled).toMatch(/Not run yet\.\n\n<!-- end -->\nc$/);
  expect(fillTables(filled, [log(0.8)])).toBe(filled);
});
