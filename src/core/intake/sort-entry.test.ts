import { describe, expect, it } from 'vitest';
import { sortEntry } from './sort-entry';

describe('sortEntry', () => {
  it.each([
    ['a/b.jpg', 'picture', 'a/b.jpg'],
    ['./a//B.JPEG', 'picture', 'a/B.JPEG'],
    ['a\\b.webp', 'picture', 'a/b.webp'],
    ['labels.CSV', 'table', 'labels.CSV'],
    ['naïve …/ü.png', 'picture', 'naïve …/ü.png'],
  ])('takes %s', (path, kind, clean) => {
    expect(sortEntry({ path, sizeBytes: 10 })).toEqual({ kind, path: clean });
  });

  it.each([
    ['../a.jpg', 10, 'outside'],
    ['a/../../b.jpg', 10, 'outside'],
    ['a\\..\\b.jpg', 10, 'outside'],
    ['/etc/a.jpg', 10, 'outside'],
    ['C:\\a.jpg', 10, 'outside'],
    ['a\u0000.jpg', 10, 'outside'],
    ['__MACOSX/a.jpg', 10, 'hidden'],
    ['a/.thumb.jpg', 10, 'hidden'],
    ['a/Thumbs.db', 10, 'type'],
    ['a.jpg.exe', 10, 'type'],
    ['a.svg', 10, 'type'],
    ['a.jpg', 0, 'empty'],
    ['a.jpg', 41 * 2 ** 20, 'too-large'],
    ['a.csv', 51 * 2 ** 20, 'too-large'],
  ])('refuses %j', (path, sizeBytes, reason) => {
    expect(sortEntry({ path, sizeBytes })).toEqual({ kind: 'refused', path, reason });
  });

  it('lets through what has a size that is not known yet', () => {
    expect(sortEntry({ path: 'a.jpg', sizeBytes: null }).kind).toBe('picture');
  });
});
