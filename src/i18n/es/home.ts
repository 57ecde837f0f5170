import type { Dictionary } from '../dictionary';

export const home: Dictionary['home'] = {
  title: 'Mire una mancha, solo en este aparato.',
  lead: 'Lentigo compara la foto de una mancha de la piel con las imágenes de las que aprendió su modelo y dice cuánto se parece a las malignas.',
  check: 'Mirar una mancha',
  recentTitle: 'Mis manchas',
  recentOpen: (date) => `Mancha del ${date}`,
  recentAll: 'Todas mis manchas',
  sample: 'Probar con una muestra dibujada',
  noticeTitle: 'Qué es esto',
  notice:
    'Es una demostración de investigación. No puede decirle si una mancha es cáncer y no es un producto médico.',
  noticeDoctor:
    'Una mancha nueva, que cambia, sangra o duele tiene que verla un médico, muestre lo que muestre esta aplicación.',
  private: 'Su foto se queda en este aparato. No se envía nada.',
};
