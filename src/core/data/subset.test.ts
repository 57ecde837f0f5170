import { expect, it } from 'vitest';
import { memorySource } from './memory-source';
import { subsetOf } from './subset';

it('reads the rows it stands for, and calls them by its own numbers', async () => {
  const source = memorySource({
    rows: 5,
    shape: [1],
    labels: 2,
    labelOf: (row) => row % 2,
    write: ({ row, view }, target) => target.fill(10 * row + view),
  });
  const subset = subsetOf(source, [1, 4]);
  expect(subset.rows).toBe(2);
  const planned = [
    { row: 1, view: 3 },
    { row: 0, view: 0 },
  ];
  const { rows, xs, targets } = await subset.read(planned);
  expect(rows).toEqual(planned);
  expect([...xs]).toEqual([43, 10]);
  expect([...targets]).toEqual([1, 0, 0, 1]);
});

it('stops when told to', async () => {
  const source = memorySource({
    rows: 1,
    shape: [1],
    labels: 1,
    labelOf: () => 0,
    write: () => undefined,
  });
  const read = subsetOf(source, [0]).read([{ row: 0, view: 0 }], { aborted: true });
  await expect(read).rejects.toMatchObject({ name: 'AbortError' });
});
