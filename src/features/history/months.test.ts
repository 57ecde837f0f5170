import { expect, it } from 'vitest';
import { groupByMonth } from './months';
import { savedCheck } from './testing';

const on = (id: string, year: number, month: number, day: number) =>
  savedCheck({ id, checkedAt: new Date(year, month - 1, day, 12).getTime() });

it('cuts a list where the month changes', () => {
  const checks = [on('d', 2026, 11, 2), on('c', 2026, 11, 1), on('b', 2026, 10, 31)];
  const last = on('a', 2025, 10, 31);
  const months = groupByMonth([...checks, last]);
  expect(months.map(({ key, checks }) => [key, checks.map(({ id }) => id)])).toEqual([
    ['2026-11', ['d', 'c']],
    ['2026-10', ['b']],
    ['2025-10', ['a']],
  ]);
});

it('makes no month of nothing', () => {
  expect(groupByMonth([])).toEqual([]);
});
