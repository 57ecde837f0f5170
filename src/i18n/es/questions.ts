import type { Dictionary } from '../dictionary';

export const questions: Dictionary['questions'] = {
  title: 'Antes de que mire el modelo',
  lead: 'Una foto no lo muestra todo. Lo que usted sabe de la mancha cuenta más que lo que diga el modelo.',
  flagsTitle: 'Lo que sabe de esta mancha',
  flagsLead: 'Un sí aquí es motivo para ir al médico, se vea como se vea la foto.',
  flag: {
    new: 'Es nueva',
    changing: 'Cambia de tamaño, forma o color',
    bleeding: 'Sangra',
    crusting: 'Forma costras',
    itching: 'Pica',
    'not-healed': 'No se ha curado en cuatro semanas',
    'unlike-others': 'Es distinta de mis otras manchas',
  },
  notForTitle: 'De qué no ha aprendido el modelo',
  notForLead:
    'Con un sí aquí no se le pregunta al modelo, porque su respuesta no significaría nada.',
  notFor: {
    'under-18': 'La persona tiene menos de 18 años',
    'nail-lip-genital': 'Está en una uña, un labio o los genitales',
    'open-wound': 'Es una herida abierta',
    'under-hair': 'Está debajo del pelo',
  },
  yes: 'Sí',
  no: 'No',
  noToAll: 'No a todas las demás de aquí',
  done: 'Mirar esta mancha',
  skip: 'Saltar las preguntas',
  skipMeans: 'Si las salta, la aplicación no puede avisarle de señales que la foto no muestra.',
  back: 'Volver al cuadro',
  incomplete: 'Algunas líneas no tienen respuesta. Respóndalas o salte las preguntas.',
  excludedTitle: 'El modelo no está hecho para esto',
  excludedWhy: 'No ha aprendido de imágenes como esta, así que no se le preguntó. Usted dijo:',
  excludedNext: 'Esto no dice nada de la mancha. Si le preocupa, muéstrela a un médico.',
  change: 'Cambiar mis respuestas',
  flaggedWhy: 'De esta mancha usted dijo:',
  flaggedWhatever: 'Con eso basta, diga lo que diga el modelo más abajo.',
  modelSays: 'Lo que dice el modelo de la foto',
  skipped:
    'Saltó las preguntas. Si la mancha es nueva, cambia, sangra, forma costras o pica, no se ha curado en cuatro semanas o es distinta de las otras, muéstrela a un médico muestre lo que muestre esto.',
};
