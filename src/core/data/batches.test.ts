import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { epochPlan, LEFT_OUT, oneHot, plainPlan, type EpochPlanOptions } from './batches';

const base: EpochPlanOptions = {
  seed: 1,
  epoch: 0,
  labels: [0, 0, 1, 0, 0, 1, 0, 0, 0, 0],
  batchSize: 4,
  balance: 'none',
  views: 1,
};

const planned = (options: Partial<EpochPlanOptions>) => epochPlan({ ...base, ...options }).flat();
const rowsOf = (options: Partial<EpochPlanOptions>) => planned(options).map(({ row }) => row);

describe('epochPlan', () => {
  it('shows every row once, in batches of which the last may be smaller', () => {
    expect(epochPlan(base).map((batch) => batch.length)).toEqual([4, 4, 2]);
    expect(rowsOf({}).sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it('is the same for the same options and another for another seed or epoch', () => {
    const options = { balance: 'equal', views: 3, epoch: 5 } as const;
    expect(planned(options)).toEqual(planned(options));
    expect(planned(options)).not.toEqual(planned({ ...options, seed: 2 }));
    expect(planned(options)).not.toEqual(planned({ ...options, epoch: 6 }));
  });

  it('leaves out the rows marked so', () => {
    const labels = Int8Array.from([0, LEFT_OUT, 1, LEFT_OUT, 0]);
    expect(rowsOf({ labels }).sort()).toEqual([0, 2, 4]);
  });

  it('gives a source that draws views a new one each epoch', () => {
    for (const epoch of [0, 4]) {
      const views = planned({ epoch, views: Infinity }).map(({ view }) => view);
      expect(new Set(views)).toEqual(new Set([epoch + 1]));
    }
  });

  it('gives a row of a rare label another view each time it comes up', () => {
    const seen = new Set<string>();
    for (let epoch = 0; epoch < 6; epoch++) {
      for (const { row, view } of planned({ epoch, balance: 'equal', views: Infinity })) {
        expect(view).toBeGreaterThan(0);
        expect(seen).not.toContain(`${row}/${view}`);
        seen.add(`${row}/${view}`);
      }
    }
  });

  it('shows each cached view of a row once in as many epochs as there are views', () => {
    const seen = [0, 1, 2].flatMap((epoch) => planned({ epoch, views: 3 }));
    const pairs = new Set(seen.map(({ row, view }) => `${row}/${view}`));
    expect(pairs.size).toBe(30);
    expect(seen.every(({ view }) => view >= 0 && view < 3)).toBe(true);
  });

  it('shows all cached views in one epoch when asked', () => {
    const all = planned({ views: 3, viewsPerEpoch: 'all' });
    expect(all).toHaveLength(30);
    expect(new Set(all.map(({ row, view }) => `${row}/${view}`)).size).toBe(30);
  });

  it('draws labels equally often, wherever the places do not come out even', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 60 }),
        fc.integer({ min: 0, max: 20 }),
        (labels, epoch) => {
          const rows = rowsOf({ labels, epoch, balance: 'equal' });
          expect(rows).toHaveLength(labels.length);
          const counts = [...new Set(labels)].map(
            (label) => rows.filter((row) => labels[row] === label).length,
          );
          expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
        },
      ),
    );
  });

  it('goes through a frequent label in full before a row of it comes up again', () => {
    // 8 rows of label 0 get 5 places an epoch: 40 places in 8 epochs are 5 whole passes.
    const zeros = Array.from({ length: 8 }, (_, epoch) => rowsOf({ epoch, balance: 'equal' }))
      .flat()
      .filter((row) => base.labels[row] === 0);
    const counts = new Map<number, number>();
    zeros.forEach((row) => counts.set(row, (counts.get(row) ?? 0) + 1));
    expect([...counts.values()]).toEqual(Array(8).fill(5));
  });

  it.each([
    ['batchSize', { batchSize: 0 }, 'config-invalid'],
    ['batchSize', { batchSize: 1.5 }, 'config-invalid'],
    ['epoch', { epoch: -1 }, 'config-invalid'],
    ['views', { views: 0 }, 'config-invalid'],
    ['endlessly many views', { views: Infinity, viewsPerEpoch: 'all' }, 'config-invalid'],
    ['row 1 has label -2', { labels: [0, -2] }, 'data-invalid'],
    ['row 0 has label 0.5', { labels: [0.5] }, 'data-invalid'],
    ['no row', { labels: [LEFT_OUT] }, 'data-invalid'],
  ] as const)('refuses by name: %s, %o', (name, options, code) => {
    expect(() => planned(options)).toThrow(
      expect.objectContaining({ code, message: expect.stringContaining(name) as string }),
    );
  });

  it('leaves out all but as many as the rarest has, the same in every epoch', () => {
    const labels = [0, 0, 0, 0, 0, 0, 0, 1, 1, LEFT_OUT, 2, 2, 2];
    const drawn = [0, 1, 2].map((epoch) =>
      rowsOf({ labels, epoch, balance: 'undersample' }).sort((a, b) => a - b),
    );
    const [first] = drawn;
    expect(first.map((row) => labels[row])).toEqual([0, 0, 1, 1, 2, 2]);
    expect(drawn).toEqual([first, first, first]);
    const bySeed = new Set(
      Array.from({ length: 9 }, (_, seed) =>
        String(rowsOf({ labels, seed, balance: 'undersample' }).sort((a, b) => a - b)),
      ),
    );
    expect(bySeed.size).toBeGreaterThan(3);
  });

  it('repeats rare labels until all are as many as the most frequent', () => {
    const labels = [0, 0, 0, 0, 0, 0, 0, 1, 1, LEFT_OUT];
    const rows = rowsOf({ labels, balance: 'oversample' });
    const frequent = rows.filter((row) => labels[row] === 0).sort((a, b) => a - b);
    expect(frequent).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(rows.filter((row) => labels[row] === 1)).toHaveLength(7);
  });

  it('plans 44,000 rows', () => {
    const labels = Array.from({ length: 44_000 }, (_, row) => Number(row % 6 === 0));
    expect(rowsOf({ labels, epoch: 1000, balance: 'equal' })).toHaveLength(44_000);
  });
});

describe('plainPlan', () => {
  it('shows every row in order as it is', () => {
    expect(plainPlan(3, 2)).toEqual([
      [
        { row: 0, view: 0 },
        { row: 1, view: 0 },
      ],
      [{ row: 2, view: 0 }],
    ]);
  });

  it('refuses a batch size that would never end', () => {
    expect(() => plainPlan(3, 0)).toThrow(expect.objectContaining({ code: 'config-invalid' }));
  });
});

it('oneHot marks the label of each row', () => {
  const labels = [2, 0];
  const rows = [
    { row: 1, view: 0 },
    { row: 0, view: 4 },
  ];
  expect([...oneHot(rows, (row) => labels[row], 3)]).toEqual([1, 0, 0, 0, 0, 1]);
});
