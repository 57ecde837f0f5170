// Where on the body a spot is. Keys only; the words are in i18n.

/** Places a person can name without help, from head to foot. */
export const bodyPlaces = [
  'scalp',
  'face',
  'neck',
  'chest',
  'belly',
  'back',
  'buttocks',
  'left-arm',
  'right-arm',
  'left-hand',
  'right-hand',
  'left-leg',
  'right-leg',
  'left-foot',
  'right-foot',
] as const;
export type BodyPlace = (typeof bodyPlaces)[number];
