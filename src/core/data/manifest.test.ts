import { describe, expect, it } from 'vitest';
import { isLabelled, parseLabels } from './manifest';

const header = 'file,source,lesion_id,patient_id,diagnosis,target,split,group';

describe('parseLabels', () => {
  it('reads rows, in any column order, with a BOM and quoted fields', () => {
    const text = '\uFEFFsplit,target,file,diagnosis\nVal,Malignant,a/b.jpg,"MEL"\n';
    const { samples, badRows } = parseLabels(text);
    expect(badRows).toEqual([]);
    expect(samples).toEqual([
      {
        file: 'a/b.jpg',
        source: 'unnamed',
        upstream: '',
        diagnosis: 'melanoma',
        target: 'malignant',
        split: 'val',
        lesionId: '',
        patientId: '',
        group: '',
        age: null,
        sex: '',
        site: '',
        mask: '',
      },
    ]);
  });

  it('reads age, sex and site, and takes an age that is no number for none', () => {
    const rows = ['a.jpg,benign,55.0,Male,Lower back', 'b.jpg,benign,unknown,,', 'c.jpg,benign,,,'];
    const { samples } = parseLabels(['file,target,age,sex,site', ...rows].join('\n'));
    expect(samples.map(({ age, sex, site }) => [age, sex, site])).toEqual([
      [55, 'male', 'lower back'],
      [null, '', ''],
      [null, '', ''],
    ]);
  });

  it('reports every bad row with its line, also behind a field that holds line breaks', () => {
    const text = [
      header,
      'a.jpg,s,L1,P1,nevus,benign,train,G1',
      'b.jpg,s,"two\nlines",P1,nevus,benign,train,G1',
      ',s,L2,P1,nevus,benign,train,G1',
      '',
      'c.jpg,s,L2,P1,nevus,benign,nowhere,G1',
      'd.jpg,s,L2',
      'a.jpg,s,L1,P1,nevus,benign,train,G1',
      '../e.jpg,s,L2,P1,nevus,benign,train,G1',
      '/etc/passwd,s,L2,P1,nevus,benign,train,G1',
      'C:\\x.jpg,s,L2,P1,nevus,benign,train,G1',
    ].join('\n');
    const { samples, badRows } = parseLabels(text);
    expect(samples.map(({ file }) => file)).toEqual(['a.jpg', 'b.jpg', 'c.jpg']);
    expect(badRows).toEqual([
      { line: 5, reason: 'no file' },
      { line: 8, reason: '3 fields where the header has 8' },
      { line: 9, reason: 'a.jpg is already on line 2' },
      { line: 10, reason: 'file ../e.jpg points outside the folder' },
      { line: 11, reason: 'file /etc/passwd points outside the folder' },
      { line: 12, reason: 'file C:\\x.jpg points outside the folder' },
    ]);
  });

  it('lets a mask no more than a picture point outside', () => {
    const { samples, badRows } = parseLabels(
      'file,target,mask\na.jpg,benign,masks/a.png\nb.jpg,benign,../a.png',
    );
    expect(samples).toMatchObject([{ file: 'a.jpg', mask: 'masks/a.png' }]);
    expect(badRows).toEqual([{ line: 3, reason: 'file ../a.png points outside the folder' }]);
  });

  it.each([
    ['file,split', 'target'],
    ['', 'file, target'],
  ])('names the columns that "%s" lacks', (text, missing) => {
    expect(() => parseLabels(text)).toThrow(`no column ${missing}`);
  });

  it('keeps a row whose split is another name or missing, in no split', () => {
    const { samples } = parseLabels(
      'file,target,split\na.jpg,benign,Train\nb.jpg,benign,holdout\nc.jpg,benign,',
    );
    expect(samples.map(({ split }) => split)).toEqual(['train', 'none', 'none']);
    expect(parseLabels('file,target\na.jpg,benign').samples[0].split).toBe('none');
  });

  it('keeps rows that are neither benign nor malignant, apart', () => {
    const { samples } = parseLabels(
      'file,target,split\na.jpg,not-a-lesion,test\nb.jpg,,test\nc.jpg,benign,test',
    );
    expect(samples.map(isLabelled)).toEqual([false, false, true]);
  });
});
