// How the collections that people have at hand are laid out: the columns of their tables,
// and the folders their pictures are in.
import type { ColumnMap } from './table';

export type LayoutName = 'siim-isic-2020' | 'ham10000' | 'isic-archive';

export interface Layout {
  readonly name: LayoutName;
  readonly columns: ColumnMap;
  /** Folders beside the table where its pictures are looked for, the likeliest first. */
  readonly folders: readonly string[];
}

interface Known {
  readonly name: LayoutName;
  /** A table with all of these columns is of this layout. */
  readonly mark: readonly string[];
  /** Columns by what they say; of several, those that are there, targets all of them. */
  readonly columns: Readonly<Record<Exclude<keyof ColumnMap, 'targets'>, readonly string[]>>;
  readonly targets: readonly string[];
  readonly folders: readonly string[];
}

/** The more particular first. */
const known: readonly Known[] = [
  {
    name: 'siim-isic-2020',
    mark: ['image_name', 'benign_malignant', 'target'],
    columns: {
      image: ['image_name'],
      diagnosis: ['diagnosis'],
      patientId: ['patient_id'],
      lesionId: [],
      age: ['age_approx'],
      sex: ['sex'],
      site: ['anatom_site_general_challenge'],
    },
    targets: ['benign_malignant', 'target'],
    folders: ['jpeg/train', 'train', 'jpeg', ''],
  },
  {
    name: 'ham10000',
    mark: ['image_id', 'dx'],
    columns: {
      image: ['image_id'],
      diagnosis: ['dx'],
      patientId: [],
      lesionId: ['lesion_id'],
      age: ['age'],
      sex: ['sex'],
      site: ['localization'],
    },
    targets: [],
    folders: ['HAM10000_images_part_1', 'HAM10000_images_part_2', 'images', ''],
  },
  {
    name: 'isic-archive',
    mark: ['isic_id'],
    columns: {
      image: ['isic_id'],
      diagnosis: ['diagnosis', 'diagnosis_3', 'diagnosis_2'],
      patientId: ['patient_id'],
      lesionId: ['lesion_id'],
      age: ['age_approx'],
      sex: ['sex'],
      site: ['anatom_site_general', 'anatom_site_1'],
    },
    targets: ['benign_malignant', 'diagnosis_1'],
    folders: ['images', '', 'ISIC-images'],
  },
];

/** The layout of a table with this header, or null for one that is not known. */
export function recogniseLayout(header: readonly string[]): Layout | null {
  const layout = known.find(({ mark }) => mark.every((name) => header.includes(name)));
  if (!layout) return null;
  const has = (name: string) => header.includes(name);
  const single = Object.entries(layout.columns).map(([what, names]) => [
    what,
    names.find(has) ?? '',
  ]);
  const columns = {
    ...Object.fromEntries(single),
    targets: layout.targets.filter(has),
  } as ColumnMap;
  return { name: layout.name, columns, folders: layout.folders };
}
