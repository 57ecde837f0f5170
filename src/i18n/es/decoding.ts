import type { Dictionary } from '../dictionary';

export const decoding: Dictionary['decoding'] = {
  title: 'Abriendo la foto',
  hint: 'Esto ocurre en su aparato.',
  cancel: 'Cancelar',
};
