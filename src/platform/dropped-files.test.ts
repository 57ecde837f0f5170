import { describe, expect, it } from 'vitest';
import { unwrapped } from './dropped-files';

const paths = (...all: string[]) =>
  unwrapped(all.map((path) => ({ path, file: null as unknown as File }))).map(({ path }) => path);

describe('unwrapped', () => {
  it('takes off the folder that was chosen', () => {
    expect(paths('set/nv/a.jpg', 'set/labels.csv')).toEqual(['nv/a.jpg', 'labels.csv']);
  });

  it.each([
    ['one class alone', ['nv/a.jpg', 'nv/b.jpg']],
    ['several folders', ['nv/x/a.jpg', 'mel/x/b.jpg']],
    ['files without a folder', ['a.jpg', 'set/nv/b.jpg']],
  ])('leaves %s', (_what, all) => {
    expect(paths(...all)).toEqual(all);
  });
});
