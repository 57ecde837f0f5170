import type { Dictionary } from '../dictionary';

export const answer: Dictionary['answer'] = {
  headline: {
    attend: 'Muestre esta mancha a un médico',
    unsure: 'El modelo tiene dudas. Pida a un médico que mire esta mancha',
    quiet: 'Nada de esta foto le llamó la atención al modelo',
    abstained: 'El modelo no puede decir nada con esta foto',
  },
  meaning: {
    attend:
      'La foto se parece mucho a las imágenes malignas de las que aprendió el modelo. Eso no significa que sea cáncer: solo puede decirlo un médico que mire la mancha.',
    unsure:
      'La foto está entre las imágenes que el modelo señala y las que no. Una mancha nueva, que cambia, sangra o duele debe verla un médico, muestre lo que muestre esto.',
    quiet:
      'Esto no descarta un cáncer. Una mancha nueva o que cambia debe verla un médico, muestre lo que muestre esto. El modelo también puede decirlo de una imagen en la que no hay ninguna mancha.',
  },
  abstained: {
    'image-quality': 'La foto no es lo bastante buena para juzgarla.',
    'uncalibrated-model':
      'Este modelo no se ha comparado con respuestas conocidas, así que sus números aún no significan nada.',
    'non-finite-output': 'Los cálculos fallaron en este aparato y no dieron un número útil.',
    'not-a-lesion':
      'Al modelo la foto no le parece un primer plano de una mancha de la piel, así que no la juzgó. Puede equivocarse en eso.',
  },
  abstainedNext: {
    'image-quality':
      'Tome otra foto, de cerca, nítida y con luz de día. Si la mancha le preocupa, muéstrela a un médico.',
    'uncalibrated-model':
      'Ninguna foto recibirá respuesta de él. Si la mancha le preocupa, muéstrela a un médico.',
    'non-finite-output':
      'Intente de nuevo o abra la aplicación en otro navegador. Si la mancha le preocupa, muéstrela a un médico.',
    'not-a-lesion':
      'Tome otra foto con una sola mancha en el centro, de cerca y nítida. Si la mancha le preocupa, muéstrela a un médico.',
  },
  dermoscope:
    'El modelo aprendió de imágenes tomadas con un dermatoscopio, la lupa de piel de los médicos. Nadie ha medido bien cómo le va con simples fotos de teléfono.',
  drawn:
    'Esta imagen está dibujada, no es una mancha real. La respuesta solo muestra cómo funciona la aplicación.',
  despite: 'Siguió adelante aunque la aplicación le avisó. Fíese todavía menos de esta respuesta.',
  howSteady: 'Qué tan firme es',
  steadyRunning: 'El modelo mira otra vez, con la foto girada y movida un poco.',
  steadyAlways: (views) =>
    `El modelo miró esta mancha ${views} veces: girada, en espejo y movida un poco. Dio la misma respuesta todas las veces.`,
  steadyMostly: (views, same) =>
    `El modelo miró esta mancha ${views} veces: girada, en espejo y movida un poco. Dio esta respuesta ${same} veces.`,
  steadyWavers: 'Así que la respuesta depende de cosas pequeñas. Fíese todavía menos de ella.',
  steadyMeans: 'Una respuesta firme también puede ser errónea.',
  steadyUnknown: 'No se pudo averiguar qué tan firme es esta respuesta.',
  print: 'Imprimir esta página o guardarla como PDF',
  printed: (when) => `Lentigo, respuesta del ${when}.`,
  howSure: 'Cuánto acierta',
  malignantWord:
    'Maligna significa cáncer o, en algunas de las imágenes, una etapa anterior. Señalar quiere decir: “Muestre esta mancha a un médico”.',
  flaggedMalignant: (flagged, missed) =>
    `De 100 imágenes de dermatoscopio malignas de nuestra prueba, el modelo señaló ${flagged} y no señaló ${missed}.`,
  flaggedBenign: (flagged) =>
    `De 100 imágenes de dermatoscopio que no eran malignas, también señaló ${flagged}.`,
  unsureMalignant: (count) =>
    `De 100 imágenes de dermatoscopio malignas de nuestra prueba, ${count} recibieron esta misma respuesta: tiene dudas.`,
  quietMisses: (count) =>
    `De 100 imágenes de dermatoscopio malignas de nuestra prueba, ${count} recibieron esta misma respuesta: nada llamó la atención.`,
  tunedOn: (pictures) =>
    `Este modelo no se probó con imágenes apartadas para ello. Estas cuentas son de las ${pictures} imágenes con las que se ajustó, así que son mejores que la realidad.`,
  tunedMalignant: (flagged, malignant) => `Malignas: ${malignant}. De ellas señaló ${flagged}.`,
  tunedQuiet: (quiet, malignant) =>
    `De las malignas, ${quiet} de ${malignant} recibieron esta misma respuesta: nada llamó la atención.`,
  tunedBenign: (flagged, others) => `No malignas: ${others}. De ellas señaló también ${flagged}.`,
  ratedAlike: (count) =>
    `Entre las imágenes con las que se ajustó, unas ${count} de 100 que valoró como esta eran malignas.`,
  prevalence: (count) =>
    `De todas esas imágenes ${count} de 100 eran malignas, muchas más que entre las manchas que la gente fotografía en casa. Por eso esa cuenta no vale para su foto.`,
  noFigures: 'Nadie ha anotado cómo le va a este modelo en una prueba.',
  pictureTitle: 'Qué miró el modelo',
  picture: 'El cuadro de su foto que llegó al modelo',
  pictureDrawn: 'El cuadro de la muestra dibujada que llegó al modelo',
  details: 'Detalles',
  model: 'Modelo',
  version: 'Versión',
  hash: 'Huella',
  value: 'Valor calibrado',
  noValue: 'ninguno',
  backend: 'Motor de cálculo',
  backendOf: (name, detail) => (detail ? `${name} (${detail})` : name),
  duration: 'Tiempo para esta foto',
  milliseconds: (count) => `${count} ms`,
  memory: 'Memoria de visitas anteriores',
  notRecalled:
    'no está, por eso la aplicación probó otra vez cada motor. Tarda más y no cambia ninguna respuesta.',
  network: 'Conexión de la parte que calcula',
  networkClosed: 'cerrada',
  networkOpen: 'no se pudo cerrar',
  fellBack: (asked, used) =>
    `Pidió el motor ${asked}. Aquí no funciona, así que calculó ${used}. La respuesta se obtiene de la misma manera.`,
  tried: 'Probados antes',
  verdict: {
    accepted: 'pasó su control',
    software: 'descartado: un sustituto lento de un chip gráfico',
    unavailable: 'no existe en este navegador',
    'wrong-answer': 'descartado: falló la cuenta de prueba',
    'timed-out': 'descartado: no respondió a tiempo',
  },
  verdictOf: (name, verdict, detail) =>
    detail ? `${name}: ${verdict} (${detail})` : `${name}: ${verdict}`,
  another: 'Mirar otra foto',
  otherSamples: 'Probar con otra muestra dibujada',
  startOver: 'Empezar de nuevo',
  about: 'Sobre el modelo',
  end: 'Lentigo es para investigación y enseñanza. No es un producto médico y no sustituye a un médico.',
};
