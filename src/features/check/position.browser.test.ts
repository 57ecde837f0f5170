import { afterEach, beforeEach, expect, it } from 'vitest';
import { readEntry, recordPosition } from './position';

let before: unknown;
beforeEach(() => {
  before = history.state;
  history.pushState({ other: 1 }, '');
});
afterEach(() => history.replaceState(before, ''));

const choose = { checkId: null, step: 'choose' } as const;
const crop = { checkId: 'a', step: 'cropping' } as const;

it('begins in the entry that is there, and keeps what others put into it', () => {
  expect(readEntry()).toBeNull();
  const { length } = history;
  recordPosition(choose);
  expect(readEntry()).toEqual({ ...choose, depth: 0, before: null });
  expect(history.state).toMatchObject({ other: 1 });
  expect(history.length).toBe(length);
});

it('makes an entry for each step, that Back leads through', async () => {
  recordPosition(choose);
  recordPosition(crop);
  recordPosition(crop);
  expect(readEntry()).toEqual({ ...crop, depth: 1, before: 'choose' });
  history.back();
  await expect.poll(() => readEntry()).toEqual({ ...choose, depth: 0, before: null });
});

it('puts another step in place of one that cannot be shown', () => {
  recordPosition(choose);
  recordPosition(crop);
  recordPosition({ checkId: 'a', step: 'asking' }, { replace: true });
  expect(readEntry()).toEqual({ checkId: 'a', step: 'asking', depth: 1, before: 'choose' });
});

it.each([null, 'text', {}, { step: 'flying', depth: 0 }, { step: 'choose' }])(
  'reads %j as no step of a check',
  (lentigoCheck) => {
    history.replaceState({ lentigoCheck }, '');
    expect(readEntry()).toBeNull();
  },
);
