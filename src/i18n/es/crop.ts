import type { Dictionary } from '../dictionary';

export const crop: Dictionary['crop'] = {
  title: 'Ponga el cuadro alrededor de la mancha',
  lead: 'Deje algo de piel por todos los lados. Al modelo solo llega lo que está dentro del cuadro.',
  photo: 'Su foto',
  drawn: 'Una muestra dibujada',
  group: 'Cuadro alrededor de la mancha',
  keys: 'Las flechas mueven el cuadro, más y menos cambian su tamaño, y con Mayús los pasos son más grandes.',
  position: (side, left, top) =>
    `Cuadro de ${side} píxeles de ancho, a ${left} de la izquierda y ${top} de arriba.`,
  buttons: 'Mover y cambiar el tamaño del cuadro',
  left: 'Mover a la izquierda',
  right: 'Mover a la derecha',
  up: 'Mover arriba',
  down: 'Mover abajo',
  larger: 'Agrandar',
  smaller: 'Achicar',
  judge: 'Mirar esta mancha',
  anyway: 'Usarla de todos modos',
  another: 'Elegir otra foto',
  blockedTitle: 'Esta foto no se puede usar',
  warnTitle: 'Antes de seguir',
  good: 'La foto tiene nitidez y luz suficientes para seguir.',
  problem: {
    'too-small': {
      warn: 'El cuadro abarca pocos píxeles. Agrándelo, o tome la foto de más cerca.',
      block:
        'El cuadro abarca tan pocos píxeles que no se ve nada. Use una foto más grande, tomada de más cerca.',
    },
    blurred: {
      warn: 'La foto se ve borrosa. Mantenga quieto el teléfono, toque la mancha en la pantalla para enfocar y tome otra.',
      block:
        'La foto está demasiado borrosa. Mantenga quieto el teléfono, toque la mancha en la pantalla para enfocar y tome otra.',
    },
    'too-dark': {
      warn: 'La foto está oscura. Acérquese a una ventana o encienda una lámpara y tome otra.',
      block:
        'La foto está tan oscura que no se ve nada. Acérquese a una ventana o encienda una lámpara y tome otra.',
    },
    'too-bright': {
      warn: 'La foto tiene mucha luz. Aléjese de la lámpara o del sol y tome otra.',
      block:
        'La foto tiene tanta luz que no se ve nada. Aléjese de la lámpara o del sol y tome otra.',
    },
    glare: {
      warn: 'La piel refleja la luz. Incline un poco el teléfono o apague el flash y tome otra.',
      block:
        'La piel refleja la luz y el reflejo tapa la mancha. Incline un poco el teléfono o apague el flash y tome otra.',
    },
  },
};
