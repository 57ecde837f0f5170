import { describe, expect, it } from 'vitest';
import { presetConfig } from './presets';
import {
  isUsed,
  missedInWords,
  missedPictures,
  parsePictureTable,
  writePictureTable,
  type RunPicture,
} from './picture-table';
import { runKeyOf } from './run-key';

const picture: RunPicture = {
  ...{ file: 'benign/a, "b".png', source: 'mine', upstream: '', diagnosis: 'nevus' },
  ...{ target: 'benign', split: 'train', lesionId: 'l1', patientId: 'p1', group: 'g' },
  ...{ age: 44, sex: 'female', site: 'back', mask: 'm.png', bytes: 1234 },
};
const other: RunPicture = {
  ...picture,
  ...{ file: 'x.jpg', target: 'malignant', split: 'val', age: null, bytes: null },
};

describe('the table of a run’s pictures', () => {
  it('gives back what was written, in its order, and with it the same key', () => {
    const read = parsePictureTable(writePictureTable([other, picture]));
    expect(read).toEqual([other, picture]);
    const config = presetConfig('small', 'a', 1);
    expect(runKeyOf(config, read)).toBe(runKeyOf(config, [other, picture]));
    expect(runKeyOf(config, read)).not.toBe(runKeyOf(config, [picture, other]));
  });

  it('refuses a row that says too little, or reaches outside', () => {
    const text = writePictureTable([picture, other]);
    expect(() => parsePictureTable(text.replace('malignant,val', 'malignant,'))).toThrow(
      /x\.jpg has no class or split/,
    );
    expect(() => parsePictureTable(text.replace('x.jpg', '../x.jpg'))).toThrow(/csv:3: .*outside/);
  });

  it('holds only what a run uses', () => {
    expect([picture, { ...picture, split: 'none' as const }].map((one) => isUsed(one))).toEqual([
      true,
      false,
    ]);
    expect(isUsed({ ...picture, target: 'not-a-lesion' })).toBe(false);
  });
});

describe('missedPictures', () => {
  it('names what is gone and what is another picture', () => {
    const find = (found: Partial<Record<string, { target: string; bytes: number }>>) =>
      missedPictures([picture, { ...other, bytes: 9 }], (file) => found[file]);
    const same = { [picture.file]: picture as never, 'x.jpg': { target: 'malignant', bytes: 9 } };
    expect(find(same)).toEqual([]);
    expect(find({ 'x.jpg': { target: 'malignant', bytes: 8 } })).toEqual([
      { file: picture.file, how: 'gone' },
      { file: 'x.jpg', how: 'changed' },
    ]);
    expect(find({ ...same, 'x.jpg': { target: 'benign', bytes: 9 } })).toHaveLength(1);
    expect(missedInWords(find({}), 2, '/data')).toBe(
      '2 of the run\'s 2 pictures are not in /data as they were: benign/a, "b".png (gone), x.jpg (gone)',
    );
  });
});
