import type { Dictionary } from '../dictionary';

export const body: Dictionary['body'] = {
  scalp: 'Cuero cabelludo',
  face: 'Cara',
  neck: 'Cuello',
  chest: 'Pecho',
  belly: 'Vientre',
  back: 'Espalda',
  buttocks: 'Nalgas',
  'left-arm': 'Brazo izquierdo',
  'right-arm': 'Brazo derecho',
  'left-hand': 'Mano izquierda',
  'right-hand': 'Mano derecha',
  'left-leg': 'Pierna izquierda',
  'right-leg': 'Pierna derecha',
  'left-foot': 'Pie izquierdo',
  'right-foot': 'Pie derecho',
};
