import { describe, expect, it } from 'vitest';
import { kerasOrder, validationSplit } from './validation-split';

describe('kerasOrder', () => {
  it('goes folder by folder, names by code point', () => {
    const files = [
      'b/1.jpg',
      'a.jpg',
      'a/10.jpg',
      'a/2.jpg',
      'Z.jpg',
      'é.jpg',
      '\u{1f600}.jpg',
      '\uff5e.jpg',
    ];
    expect(kerasOrder(files)).toEqual([
      ...['Z.jpg', 'a.jpg', 'é.jpg', '\uff5e.jpg', '\u{1f600}.jpg'],
      ...['a/10.jpg', 'a/2.jpg', 'b/1.jpg'],
    ]);
    expect(kerasOrder(['ab.jpg', 'a.jpg', 'a'])).toEqual(['a', 'a.jpg', 'ab.jpg']);
  });
});

describe('validationSplit', () => {
  it('takes the first files of each class, rounded down', () => {
    const of = (target: 'benign' | 'malignant', n: number) =>
      Array.from({ length: n }, (_, i) => ({ file: `${target}/${9 - i}.jpg`, target }));
    const split = validationSplit([...of('malignant', 5), ...of('benign', 9)], 0.3);
    const val = split.filter((sample) => sample.split === 'val').map(({ file }) => file);
    // ⌊0.3 · 5⌋ = 1 of 5 … 9, ⌊0.3 · 9⌋ = 2 of 1 … 9.
    expect(val.sort()).toEqual(['benign/1.jpg', 'benign/2.jpg', 'malignant/5.jpg']);
    expect(split.filter((sample) => sample.split === 'train')).toHaveLength(11);
  });
});
