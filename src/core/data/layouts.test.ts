import { describe, expect, it } from 'vitest';
import { recogniseLayout } from './layouts';
import { headerOf, readTable } from './table';

/** A table as it comes, one row and what it must become. */
const tables = [
  {
    name: 'siim-isic-2020',
    text: `image_name,patient_id,sex,age_approx,anatom_site_general_challenge,diagnosis,benign_malignant,target
ISIC_0015719,IP_3075186,female,45.0,upper extremity,melanoma,malignant,1`,
    row: { image: 'ISIC_0015719', target: 'malignant', patientId: 'IP_3075186', lesionId: '' },
    folder: 'jpeg/train',
  },
  {
    name: 'ham10000',
    text: `lesion_id,image_id,dx,dx_type,age,sex,localization
HAM_0000118,ISIC_0027419,bkl,histo,80.0,male,scalp`,
    row: { image: 'ISIC_0027419', target: 'benign', diagnosis: 'benign keratosis', site: 'scalp' },
    folder: 'HAM10000_images_part_1',
  },
  {
    name: 'isic-archive',
    text: `isic_id,attribution,copyright_license,age_approx,anatom_site_general,benign_malignant,diagnosis,lesion_id,patient_id,sex
ISIC_0000001,Anonymous,CC-0,30,posterior torso,benign,nevus,IL_1,IP_1,male`,
    row: { image: 'ISIC_0000001', target: 'benign', lesionId: 'IL_1', site: 'posterior torso' },
    folder: 'images',
  },
  {
    name: 'isic-archive',
    text: `isic_id,diagnosis_1,diagnosis_2,diagnosis_3,age_approx
ISIC_0000002,Malignant,Malignant melanocytic proliferations (Melanoma),"Melanoma, NOS",55`,
    row: { image: 'ISIC_0000002', target: 'malignant', diagnosis: 'melanoma, nos', age: '55' },
    folder: 'images',
  },
];

describe('recogniseLayout', () => {
  it.each(tables)('knows $name', ({ name, text, row, folder }) => {
    const layout = recogniseLayout(headerOf(text))!;
    expect(layout.name).toBe(name);
    expect(layout.folders).toContain(folder);
    const { rows, faults } = readTable(text, layout.columns);
    expect(faults).toEqual([]);
    expect(rows).toMatchObject([row]);
  });

  it('says so where it knows none', () => {
    expect(recogniseLayout(['file', 'target'])).toBeNull();
  });
});
