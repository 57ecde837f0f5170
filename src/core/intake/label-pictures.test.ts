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

  it('takes several folders at once, each with its own wrapping', () => {
    expect(targets(['one/benign/a.jpg', 'two/x/mel/b.jpg', 'mel/c.jpg', 'two/x/nv/d.jpg'])).toEqual(
      [
        'mel/c.jpg malignant',
        'one/benign/a.jpg benign',
        'two/x/mel/b.jpg malignant',
        'two/x/nv/d.jpg benign',
      ],
    );
  });

  it('orders them as Node reads them: class after class, a folder’s own files first', () => {
    const paths = ['nv/10.jpg', 'mel/b/1.jpg', 'nv/9.jpg', 'mel/2.jpg', 'mel-b/1.jpg'];
    expect(labelPictures(paths, folders, 'x').samples.map(({ file }) => file)).toEqual([
      ...['mel/2.jpg', 'mel/b/1.jpg', 'nv/10.jpg', 'nv/9.jpg'],
    ]);
  });

  it('keeps splits that stand above the classes, one alone too', () => {
    expect(labelPictures(['train/nv/a.jpg'], folders, 'mine').samples[0].split).toBe('train');
    const { samples } = labelPictures(['s/train/nv/a.jpg', 's/test/nv/b.jpg'], folders, 'mine');
    expect(samples.map(({ file, split }) => [file, split])).toEqual([
      ['s/test/nv/b.jpg', 'test'],
      ['s/train/nv/a.jpg', 'train'],
    ]);
  });

  it('says what shows nothing known', () => {
    const { refused } = labelPictures(['a.jpg', 'cats/b.jpg', 'nv/c.jpg'], folders, 'mine');
    expect(refused).toEqual([
      { path: 'a.jpg', reason: 'no-class' },
      { path: 'cats/b.jpg', reason: 'unknown-class' },
    ]);
  });
});

describe('by a labels file of this project', () => {
  const text =
    'file,target,split,group\nimages/b.jpg,malignant,test,g\nimages/a.jpg,benign,train,\nimages/c.jpg,benign,train,\nd.jpg,other,train,\n';
  const label = (paths: string[]) =>
    labelPictures(paths, { kind: 'labels', text, path: 'set/labels.csv' }, 'mine');

  it('takes files beside it, in its order, with splits and groups', () => {
    const { samples, refused, missing } = label([
      ...['set/images/a.jpg', 'set/images/b.jpg', 'set/d.jpg', 'images/c.jpg'],
    ]);
    expect(samples.map(({ file, target, split, group }) => [file, target, split, group])).toEqual([
      ['set/images/b.jpg', 'malignant', 'test', 'g'],
      ['set/images/a.jpg', 'benign', 'train', ''],
    ]);
    expect(refused.map(({ path }) => path)).toEqual(['set/d.jpg', 'images/c.jpg']);
    expect(missing).toEqual(['set/images/c.jpg']);
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

  it('tells pictures of one name apart by their folders, where the table names them', () => {
    const { samples, refused } = label(
      ['set/A/1.jpg', 'set/B/1.jpg', 'set/2.jpg'],
      ...['A/1.jpg,nv,,', 'B/1.jpg,mel,,', '2,nv,,'],
    );
    expect(samples.map(({ file, target }) => [file, target])).toEqual([
      ['set/A/1.jpg', 'benign'],
      ['set/B/1.jpg', 'malignant'],
      ['set/2.jpg', 'benign'],
    ]);
    expect(refused).toEqual([]);
  });

  it('never gives a picture two labels', () => {
    // Only one of the two that the table means is there, and nobody knows which.
    const lost = label(['1.jpg'], 'A/1.jpg,nv,,', 'B/1.jpg,mel,,');
    expect(lost.samples).toEqual([]);
    expect(lost.refused).toEqual([{ path: '1.jpg', reason: 'same-name' }]);
    expect(lost.missing).toEqual(['A/1.jpg', 'B/1.jpg']);
    const against = label(['A/1.jpg'], '1.jpg,nv,,', 'A/1.jpg,mel,,');
    expect(against.samples).toEqual([]);
    expect(against.faults).toMatchObject([
      { line: 2, fault: 'contradictory' },
      { line: 3, fault: 'contradictory' },
    ]);
    const twice = label(['A/1.jpg'], '1.jpg,mel,,', 'A/1.jpg,mel,,');
    expect(twice.samples).toHaveLength(1);
    expect(twice.faults).toMatchObject([{ line: 3, fault: 'duplicate' }]);
  });
});
