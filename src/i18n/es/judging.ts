import type { Dictionary } from '../dictionary';

export const judging: Dictionary['judging'] = {
  title: 'Mirando la mancha',
  hint: 'Todo ocurre en su aparato. La primera vez puede tardar varios segundos.',
  stepModel: 'Preparar el modelo',
  stepPicture: 'Comparar la foto',
  waiting: 'después',
  running: 'ahora',
  done: 'hecho',
  seconds: (count) => `${count} s`,
  cancel: 'Cancelar',
};
