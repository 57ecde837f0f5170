import { afterEach, expect, it, vi } from 'vitest';
import { askToPersist, readSpace } from './space';

afterEach(() => vi.unstubAllGlobals());

const unknown = { usedBytes: null, quotaBytes: null, isPersistent: null };
const stubStorage = (storage: unknown) => vi.stubGlobal('navigator', { storage });

it('tells what the browser tells', async () => {
  stubStorage({
    estimate: async () => ({ usage: 5, quota: 100 }),
    persisted: async () => false,
    persist: async () => true,
  });
  await expect(readSpace()).resolves.toEqual({
    usedBytes: 5,
    quotaBytes: 100,
    isPersistent: false,
  });
  await expect(askToPersist()).resolves.toBe(true);
});

it.each([
  ['no storage', undefined],
  ['none of its functions', {}],
  [
    'functions that refuse',
    {
      estimate: () => Promise.reject(new Error('no')),
      persisted: () => Promise.reject(new Error('no')),
      persist: () => Promise.reject(new Error('no')),
    },
  ],
])('knows nothing where the browser has %s', async (_, storage) => {
  stubStorage(storage);
  await expect(readSpace()).resolves.toEqual(unknown);
  await expect(askToPersist()).resolves.toBeNull();
});
