import { describe, expect, it } from 'vitest';
import { createNetwork } from '../../src/core/train/networks/create-network';
import { paperRuns } from './studies';

describe('paperRuns', () => {
  const pilots = paperRuns([]).filter(({ study }) => study === 'rates');

  it('has runs of different names, and networks that can be built', () => {
    const runs = paperRuns([]);
    expect(new Set(runs.map(({ name }) => name)).size).toBe(runs.length);
    for (const { config } of runs) {
      const { network, preprocess } = config;
      if (network.kind !== 'cnn') throw new Error('not one of the paper');
      const { sizePx } = preprocess;
      expect(() => createNetwork({ ...network, sizePx, labels: 2 })).not.toThrow();
    }
  });

  it('trains for 20 epochs at least, but for pilots', () => {
    for (const { study, config } of paperRuns([])) {
      expect(config.fit.epochs).toBeGreaterThanOrEqual(study === 'rates' ? 1 : 20);
    }
  });

  it('has three seeds where seeds are compared', () => {
    const arms = paperRuns([]).filter(({ study }) => study === 'balance');
    expect(arms.map(({ arm, config }) => `${arm} ${config.seed}`).sort()).toEqual(
      ['one-to-one', 'twelve-to-one'].flatMap((arm) => [1, 2, 3].map((seed) => `${arm} ${seed}`)),
    );
  });

  it('gives each optimizer the rate that did best on val, once all were tried', () => {
    const done = pilots.map(({ name }, i) => ({ name, valLoss: i % 3 === 1 ? 0.4 : 0.6 }));
    expect(
      paperRuns(done.slice(1)).some(({ study, arm }) => study === 'optimizers' && arm === 'sgd'),
    ).toBe(false);
    const chosen = paperRuns(done).filter(({ study }) => study === 'optimizers');
    expect(chosen).toHaveLength(9);
    const rates = new Map(chosen.map(({ arm, config }) => [arm, config.fit.learningRate]));
    expect(Object.fromEntries(rates)).toEqual({ sgd: 1e-2, adam: 3e-4, rmsprop: 1e-4 });
  });
});
