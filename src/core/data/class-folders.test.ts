import { expect, it } from 'vitest';
import { sampleInFolder } from './class-folders';

it.each([
  ['melanoma/a.jpg', 'melanoma', 'malignant', 'none'],
  ['nv/deep/er/a.jpg', 'nevus', 'benign', 'none'],
  ['train/benign/a.jpg', 'benign', 'benign', 'train'],
  ['cats/a.jpg', 'cats', 'cats', 'none'],
])('%s', (file, diagnosis, target, split) => {
  expect(sampleInFolder(file, 'set')).toMatchObject({
    file,
    source: 'set',
    diagnosis,
    target,
    split,
  });
});

it.each(['a.jpg', 'train/a.jpg'])('%s shows nothing known', (file) => {
  expect(sampleInFolder(file, 'set')).toBeNull();
});
