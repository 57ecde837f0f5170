import { describe, expect, it, vi } from 'vitest';
import { rgbImage } from '../../src/core/image/rgb-image';
import { keepPictures } from './kept-pictures';

// Twelve bytes each.
const reader = () =>
  vi.fn((_path: string) => Promise.resolve(rgbImage(new Uint8ClampedArray(12), 2, 2)));

describe('kept pictures', () => {
  it('are read once', async () => {
    const read = reader();
    const picture = keepPictures(100, read);
    const first = await picture('a');
    expect(await picture('a')).toBe(first);
    expect(read).toHaveBeenCalledTimes(1);
  });

  it('are the first that fit; the others are read each time', async () => {
    const read = reader();
    const picture = keepPictures(30, read);
    for (const path of ['a', 'b', 'c', 'a', 'b', 'c']) await picture(path);
    expect(read.mock.calls.flat()).toEqual(['a', 'b', 'c', 'c']);
  });

  it('count once when asked for twice at the same time', async () => {
    const read = reader();
    const picture = keepPictures(30, read);
    await Promise.all([picture('a'), picture('a')]);
    await picture('b');
    await picture('b');
    expect(read.mock.calls.flat()).toEqual(['a', 'a', 'b']);
  });

  it('that cannot be read are tried again', async () => {
    const read = reader().mockRejectedValueOnce(new Error('gone'));
    const picture = keepPictures(30, read);
    await expect(picture('a')).rejects.toThrow('gone');
    await picture('a');
    expect(read).toHaveBeenCalledTimes(2);
  });
});
