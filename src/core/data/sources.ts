// What is known of the collections that models here are trained on.

/** A collection of pictures. */
export interface Source {
  readonly title: string;
  readonly licence: string;
  /** Whether weights learned from it may not be used commercially. */
  readonly nonCommercial: boolean;
  /** How its pictures were taken. */
  readonly taken: 'dermatoscope' | 'drawn';
}

const sources: ReadonlyMap<string, Source> = new Map([
  [
    'ham10000',
    {
      title: 'HAM10000',
      licence: 'CC BY-NC 4.0',
      nonCommercial: true,
      taken: 'dermatoscope',
    },
  ],
  [
    'siim2020',
    {
      title: 'SIIM-ISIC 2020',
      licence: 'CC BY-NC 4.0',
      nonCommercial: true,
      taken: 'dermatoscope',
    },
  ],
  [
    'isic2018t1',
    {
      title: 'ISIC 2018 task 1',
      licence: 'CC0',
      nonCommercial: false,
      taken: 'dermatoscope',
    },
  ],
  [
    'drawn',
    {
      title: 'pictures drawn by this program',
      licence: 'CC0',
      nonCommercial: false,
      taken: 'drawn',
    },
  ],
]);

/** What is known of a sample's `source`; null for a collection that somebody brought. */
export function sourceOf(name: string): Source | null {
  return sources.get(name) ?? null;
}
