import { expect, it } from 'vitest';
import {
  formatDay,
  formatMonth,
  formatShare,
  formatSize,
  ofHundred,
  partsOfHundred,
} from './numbers';

it.each([
  [0, 0],
  [0.0001, 1],
  [0.004, 1],
  [0.834, 83],
  [0.835, 84],
  [0.997, 99],
  [1, 100],
])('counts a share of %d as %d of 100', (share, count) => {
  expect(ofHundred(share)).toBe(count);
});

it('shows a share with four decimals', () => {
  expect(formatShare(0.63119)).toBe('0.6312');
});

it('shows a day, and leaves alone what is none', () => {
  expect(formatDay('2026-11-22T10:00:00Z')).toBe('November 22, 2026');
  expect(formatDay('last autumn')).toBe('last autumn');
});

it.each([
  [
    [0.335, 0.335, 0.33],
    [33, 34, 33],
  ],
  [
    [0.997, 0.002, 0.001],
    [98, 1, 1],
  ],
  [
    [0.5, 0.5, 0],
    [50, 50, 0],
  ],
])('counts parts of a whole, %j, as %j', (shares, counts) => {
  expect(partsOfHundred(shares)).toEqual(counts);
});

it('names a month', () => {
  expect(formatMonth(new Date(2026, 10, 23).getTime())).toBe('November 2026');
});

it.each([
  [0, '0 MB'],
  [1_234_567, '1.2 MB'],
  [45_600_000, '46 MB'],
  [1_500_000_000, '1.5 GB'],
  [60_000_000_000, '60 GB'],
])('shows %d bytes as %s', (bytes, shown) => {
  expect(formatSize(bytes)).toBe(shown);
});
