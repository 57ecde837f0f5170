// On the page's own thread there are no files that can be written at once, as in browsers
// without them anywhere: what is said and done then.
import { afterEach, expect, it, vi } from 'vitest';
import { writeHalves } from '../core/float16';
import { activationFolder, removeActivations } from '../storage/lab/activations';
import { openActivations } from './open-activations';

const shape = { rows: 2, views: 1, length: 3 };

afterEach(async () => {
  vi.restoreAllMocks();
  await removeActivations('test-run');
});

it('holds activations in memory, and says so', async () => {
  const store = await openActivations('test-run', 'train', shape);
  expect(store.keptIn).toBe('memory');
  store.write(1, writeHalves(Float32Array.of(1, 2, 3)));
  const target = new Float32Array(3);
  store.read(1, 0, target);
  expect([...target]).toEqual([1, 2, 3]);
});

it('refuses what memory cannot hold, with figures', async () => {
  const large = { rows: 5_000, views: 10, length: 12_544 };
  await expect(openActivations('test-run', 'train', large)).rejects.toThrow(
    /of 5000 pictures take 1255 MB, and this browser has no files for them/,
  );
});

it('does without where the browser has no private files', async () => {
  vi.spyOn(navigator.storage, 'getDirectory').mockRejectedValue(new Error('private window'));
  expect((await openActivations('test-run', 'train', shape)).keptIn).toBe('memory');
  await expect(removeActivations('test-run')).resolves.toBe(true);
});

it('leaves other runs alone when one is removed', async () => {
  await activationFolder('test-run');
  const other = await activationFolder('other-run');
  await other!.getFileHandle('a.f16', { create: true });
  await removeActivations('test-run');
  const root = await (
    await navigator.storage.getDirectory()
  ).getDirectoryHandle('lentigo-activations');
  await expect(root.getDirectoryHandle('test-run')).rejects.toThrow();
  await expect(root.getDirectoryHandle('other-run')).resolves.toBeDefined();
  await removeActivations('other-run');
});
