import { describe, expect, it } from 'vitest';
import { labelPictures } from './label-pictures';

const folders = { kind: 'folders' } as const;
const targets = (paths: string[]) =>
  labelPictures(paths, folders, 'mine').samples.map(({ file, target }) => `${file} ${target}`);

describe('by folders', () => {
  it('takes the class from the folder, below whatever wraps all of them', () => {
    expect(targets(['set/x/benign/a.jpg', 'set/x/mel/sub/b.jpg'])).toEqual([
      'set/x/benign/a.jpg benign',
      'set/x/mel/sub/b.jpg malignant',
    ]);
    expect(targets(['benign/a.jpg', 'benign/b.jpg'])).toHaveLength(2);
    expect(targets(['set/benign/in/a.jpg', 'set/benign/in/b.jpg'])).toHaveLength(2);
  });

  it('keeps splits that stand above the classes', () => {
    const { samples } = labelPictures(['s/train/nv/a.jpg', 's/test/nv/b.jpg'], folders, 'mine');
    expect(samples.map(({ split }) => split)).toEqual(['train', 'test']);
  });

  it('says what shows nothing known', () => {
    const { refused } = labelPictures(['a.jpg', 'cats/b.jpg', 'nv/c.jpg'], folders, 'mine');
    expect(refused).toEqual([
      { path: 'a.jpg', reason: 'no-class' },
      { path: 'cats/b.jpg', reason: 'unknown-class' },
    ]);
  });
});

describe('by a table', () => {
  const columns = { image: 'id', diagnosis: 'dx', patientId: 'who', age: 'years' };
  const label = (paths: string[], ...rows: string[]) =>
    labelPictures(
      paths,
      { kind: 'table', text: ['id,dx,who,years', ...rows].join('\n'), columns },
      'mine',
    );

  it('finds pictures by name, in whatever folder and with whatever ending', () => {
    const { samples, refused, missing } = label(
      ['x/ISIC_1.jpg', 'y/ISIC_2.PNG'],
      ...['ISIC_1,mel,p1,40', 'ISIC_2.png,nv,p2,'],
    );
    expect(samples).toMatchObject([
      { file: 'x/ISIC_1.jpg', target: 'malignant', patientId: 'p1', age: 40, split: 'none' },
      { file: 'y/ISIC_2.PNG', target: 'benign', diagnosis: 'nevus', age: null },
    ]);
    expect([refused, missing]).toEqual([[], []]);
  });

  it('says what is missing on either side, and what cannot be told apart', () => {
    const { samples, refused, missing, faults } = label(
      ['x/a.jpg', 'y/a.jpg', 'b.jpg'],
      ...['a,mel,,', 'c,nv,,', 'd,odd,,'],
    );
    expect(samples).toEqual([]);
    expect(refused).toEqual([
      { path: 'x/a.jpg', reason: 'same-name' },
      { path: 'y/a.jpg', reason: 'same-name' },
      { path: 'b.jpg', reason: 'no-class' },
    ]);
    expect(missing).toEqual(['c']);
    expect(faults).toMatchObject([{ line: 4, fault: 'unlabelled' }]);
  });
});
