import type { Dictionary } from '../dictionary';

export const history: Dictionary['history'] = {
  title: 'Mis manchas',
  lead: 'Las fotos y respuestas que guardó. Están solo en este aparato.',
  loading: 'Abriendo lo que guardó.',
  empty: 'Lo que guarde aparece aquí, con su foto y su fecha.',
  toCheck: 'Mirar una mancha',
  notOpened: {
    'quota-full':
      'No se pudo abrir lo que guardó, porque no queda espacio en este aparato. Borre otras cosas e intente de nuevo.',
    'newer-version':
      'No se pudo abrir lo que guardó: una versión más nueva de la aplicación cambió el almacén. Vuelva a cargar la página.',
    blocked:
      'No se pudo abrir lo que guardó: la aplicación está abierta en otra pestaña en una versión anterior. Cierre esa pestaña e intente de nuevo.',
    unavailable:
      'Este navegador no le da almacén a la aplicación, así que no hay nada guardado. En una ventana privada es normal.',
    failed: 'No se pudo abrir lo que guardó: el almacén de este navegador falló. Intente de nuevo.',
  },
  again: 'Intentar de nuevo',

  unreadableTitle: 'No se puede leer',
  unreadable: 'Esto que se guardó está dañado y no se puede mostrar.',

  delete: 'Borrar',
  notDeleted: 'No se pudo borrar: el almacén de este navegador falló. Intente de nuevo.',
  deleted: 'Se borró una mancha.',
  undo: 'Deshacer',
  restored: 'La mancha está de vuelta.',
  notRestored: 'No se pudo recuperar. Intente de nuevo antes de salir de esta página.',

  spotTitle: (date) => `Mancha del ${date}`,
  missingTitle: 'Esta mancha no está aquí',
  missing: 'Se borró, el navegador la quitó o la dirección es de otro aparato.',
  toAll: 'Todas mis manchas',

  photo: 'Su foto, con el cuadro que miró el modelo',
  photoGone:
    'La foto ya no está en el almacén de este navegador. Esta es la imagen pequeña del cuadro.',
  thumbnail: 'El cuadro que miró el modelo',
  pictureGone: 'La imagen no se puede mostrar',
  copy: 'Guardar una copia de la foto',
  saidBy: (model, version, when) =>
    `Así lo dijo el modelo ${model}, versión ${version}, el ${when}.`,
  askedTitle: 'Lo que usted dijo de la mancha',
  noFlags: 'Dijo que no a todas las señales que piden un médico.',
  photographAgain: 'Fotografiar otra vez esta mancha',

  placeTitle: 'Dónde está',
  noPlace: 'Sin decir',
  noteTitle: 'Su nota',
  noteHint: 'Se guarda sola.',
  saved: 'Guardado',

  timelineTitle: 'Fotos de esta mancha',
  timelineWarning:
    'Las respuestas del modelo a dos fotos no se pueden comparar para ver si una mancha creció o cambió: bastan la luz, el ángulo y la distancia para cambiarlas. Las respuestas de modelos distintos se pueden comparar todavía menos. Si ve un cambio, muestre la mancha a un médico.',
  thisOne: 'Esta',
};
