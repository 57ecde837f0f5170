import { describe, expect, it } from 'vitest';
import { headerOf, readTable } from './table';

const columns = {
  ...{ image: 'name', targets: ['word', 'number'], diagnosis: 'dx', patientId: 'who' },
  ...{ lesionId: '', age: 'age', sex: 'sex', site: '' },
};
const table = (...rows: string[]) =>
  readTable(['name,word,number,dx,who,age,sex', ...rows].join('\n'), columns);

describe('readTable', () => {
  it('brings rows to one form', () => {
    const { rows, faults } = table('a,Benign,0,NV,p1,45,Female', '"b",malignant,1,mel,,,');
    expect(rows).toEqual([
      {
        ...{ line: 2, image: 'a', target: 'benign', diagnosis: 'nevus', patientId: 'p1' },
        ...{ lesionId: '', age: '45', sex: 'female', site: '' },
      },
      {
        ...{ line: 3, image: 'b', target: 'malignant', diagnosis: 'melanoma', patientId: '' },
        ...{ lesionId: '', age: '', sex: '', site: '' },
      },
    ]);
    expect(faults).toEqual([]);
  });

  it('takes the target from the diagnosis where no column states it', () => {
    const { rows } = table('a,,,bcc,,,', 'b,indeterminate,,bkl,,,');
    expect(rows.map(({ target }) => target)).toEqual(['malignant', 'benign']);
  });

  it.each([
    ['too few fields', 'a,benign,0', 'malformed', '3 fields where the header has 7'],
    ['no picture', ',benign,0,,,,', 'malformed', 'no picture named'],
    ['nothing said', 'a,,,,,,', 'unlabelled', 'a: nothing said'],
    ['nothing usable said', 'a,indeterminate,,odd,,,', 'unlabelled', 'a: indeterminate, odd'],
    ['word against number', 'a,benign,1,,,,', 'contradictory', 'a: benign and malignant'],
    ['target against diagnosis', 'a,benign,0,mel,,,', 'contradictory', 'a: benign of a melanoma'],
  ])('names a row with %s', (_name, row, fault, reason) => {
    const { rows, faults } = table('ok,benign,0,,,,', row);
    expect(rows).toHaveLength(1);
    expect(faults).toEqual([{ line: 3, fault, reason }]);
  });

  it('lets actinic keratosis be either', () => {
    expect(table('a,benign,0,akiec,,,', 'b,malignant,1,akiec,,,').faults).toEqual([]);
  });

  it('keeps the first of equal rows, and none of those that contradict each other', () => {
    const { rows, faults } = table(
      ...['a,benign,0,,,,', 'b,benign,0,,,,', 'a,benign,0,,,,', 'b,malignant,1,,,,'],
    );
    expect(rows.map(({ image }) => image)).toEqual(['a']);
    expect(faults).toEqual([
      { line: 3, fault: 'contradictory', reason: 'b is also on line 5, as the other' },
      { line: 4, fault: 'duplicate', reason: 'a is also on line 2' },
      { line: 5, fault: 'contradictory', reason: 'b is also on line 3, as the other' },
    ]);
  });

  it('counts lines also where a field holds a line break', () => {
    const { faults } = table('a,benign,0,"two\nlines",,,', '', ',benign,0,,,,');
    expect(faults).toMatchObject([{ line: 5 }]);
  });

  it('refuses a column that is not there', () => {
    expect(() => readTable('a,b\n1,2', { image: 'a', targets: ['c'] })).toThrow(
      'the table has no column c',
    );
  });
});

it('a header is read without the byte order mark', () => {
  expect(headerOf('\uFEFFa, b ,"c, d"\r\n1,2,3')).toEqual(['a', 'b', 'c, d']);
  expect(headerOf('')).toEqual([]);
});
