// Where on the body a spot is: left and right as the person whose body it is says them.
import type { BodyPlace } from '../../core/body';

export const body = {
  scalp: 'Scalp',
  face: 'Face',
  neck: 'Neck',
  chest: 'Chest',
  belly: 'Belly',
  back: 'Back',
  buttocks: 'Buttocks',
  'left-arm': 'Left arm',
  'right-arm': 'Right arm',
  'left-hand': 'Left hand',
  'right-hand': 'Right hand',
  'left-leg': 'Left leg',
  'right-leg': 'Right leg',
  'left-foot': 'Left foot',
  'right-foot': 'Right foot',
} satisfies Record<BodyPlace, string>;
