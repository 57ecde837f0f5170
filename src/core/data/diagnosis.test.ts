import { describe, expect, it } from 'vitest';
import { normaliseDiagnosis, targetOf } from './diagnosis';

describe('targetOf', () => {
  it.each([
    ['MEL', 'malignant'],
    ['basal_cell_carcinoma', 'malignant'],
    ['akiec', 'malignant'],
    ['nv', 'benign'],
    ['Benign', 'benign'],
    ['unknown', null],
    ['cats', null],
  ])('counts %s as %s', (name, target) => {
    expect(targetOf(name)).toBe(target);
  });

  it('leaves names it does not know as they are, in lower case', () => {
    expect(normaliseDiagnosis(' Solar-Lentigo ')).toBe('solar lentigo');
  });
});
